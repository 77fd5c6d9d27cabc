mini
sed -i 's/"version": "1"/"version": "1", "version": "2"/' mini/suite.json
goldpin run mini
--- stdout
$ mini
$ sed -i 's/"version": "1"/"version": "1", "version": "2"/' mini/suite.json
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: mini/suite.json:3:19: duplicate key "version"
--- exit 2
