mini
head -c 60 mini/suite.json > half && mv half mini/suite.json
goldpin run mini
--- stdout
--- stderr
--- exit 0
