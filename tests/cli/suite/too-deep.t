# Nesting has a limit; the place where it is passed is named.
mini
awk 'BEGIN { printf "{\"name\": \"deep\", \"provenance\": "; for (i = 0; i < 100000; i++) printf "[" }' > mini/suite.json
goldpin run mini
--- stdout
$ mini
$ awk 'BEGIN { printf "{\"name\": \"deep\", \"provenance\": "; for (i = 0; i < 100000; i++) printf "[" }' > mini/suite.json
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: mini/suite.json:1:95: nested deeper than 64 levels
--- exit 2
