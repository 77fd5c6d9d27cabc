# Nesting has a limit; the place where it is passed is named.
mini
awk 'BEGIN { printf "{\"name\": \"deep\", \"provenance\": "; for (i = 0; i < 100000; i++) printf "[" }' > mini/suite.json
goldpin run mini
--- stdout
--- stderr
--- exit 0
