mini
printf '{"name": "mi\001ni"}' > mini/suite.json
goldpin run mini
--- stdout
--- stderr
--- exit 0
