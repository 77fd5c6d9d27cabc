mini
head -c 60 mini/suite.json > half && mv half mini/suite.json
goldpin run mini
--- stdout
$ mini
$ head -c 60 mini/suite.json > half && mv half mini/suite.json
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: mini/suite.json:4:14: the string that starts here is never closed
--- exit 2
