mini ''
goldpin run mini
--- stdout
--- stderr
goldpin: mini/suite.json: the suite has no cases
--- exit 2
