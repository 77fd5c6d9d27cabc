mini
goldpin run mini -c nowhere.json
--- stdout
--- stderr
--- exit 0
