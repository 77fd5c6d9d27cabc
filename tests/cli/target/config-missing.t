mini
goldpin run mini -c nowhere.json
--- stdout
--- stderr
goldpin: cannot open nowhere.json: No such file or directory
--- exit 2
