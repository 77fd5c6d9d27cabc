goldpin
--- stdout
--- stderr
--- exit 0
