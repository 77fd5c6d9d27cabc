mini
printf '{"name": "mi\377ni"}' > mini/suite.json
goldpin run mini
--- stdout
--- stderr
--- exit 0
