goldpin run -z x
--- stdout
--- stderr
--- exit 0
