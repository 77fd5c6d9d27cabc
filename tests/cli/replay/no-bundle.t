mini
mkdir dir
goldpin run mini --replay dir -o out
--- stdout
--- stderr
--- exit 0
