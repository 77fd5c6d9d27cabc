mini
goldpin run mini -c nowhere.json
--- stdout
$ mini
$ goldpin run mini -c nowhere.json
--- stderr
$ goldpin run mini -c nowhere.json
goldpin: cannot open nowhere.json: No such file or directory
--- exit 2
