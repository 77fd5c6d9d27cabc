mini ''
goldpin run mini
--- stdout
--- stderr
--- exit 0
