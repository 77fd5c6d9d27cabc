pocket
goldpin run suites/smoke --device 99
--- stdout
--- stderr
--- exit 0
