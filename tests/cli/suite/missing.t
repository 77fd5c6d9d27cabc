goldpin run no/such/suite
--- stdout
--- stderr
--- exit 0
