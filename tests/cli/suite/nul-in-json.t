mini
printf '{"name": "mi\000ni"}' > mini/suite.json
goldpin run mini
--- stdout
--- stderr
--- exit 0
