mini
goldpin run mini --resume a -o b
--- stdout
--- stderr
--- exit 0
