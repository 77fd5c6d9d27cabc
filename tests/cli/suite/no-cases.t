mini ''
goldpin run mini
--- stdout
$ mini ''
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: mini/suite.json: the suite has no cases
--- exit 2
