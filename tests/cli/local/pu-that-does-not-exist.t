pocket
goldpin run suites/smoke --pin 5000
--- stdout
--- stderr
goldpin: --pin 5000: PU 5000 does not exist; this machine has {*}
--- exit 2
