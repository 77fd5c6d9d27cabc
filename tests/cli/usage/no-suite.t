goldpin run
--- stdout
--- stderr
--- exit 0
