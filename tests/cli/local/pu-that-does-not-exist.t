pocket
goldpin run suites/smoke --pin 5000
--- stdout
--- stderr
--- exit 0
