mini
goldpin run mini --replay nowhere
--- stdout
--- stderr
--- exit 0
