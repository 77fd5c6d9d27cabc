mkdir empty
goldpin run empty
--- stdout
--- stderr
--- exit 0
