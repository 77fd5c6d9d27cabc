pocket
goldpin run suites/smoke --pin 5000
--- stdout
$ pocket
$ goldpin run suites/smoke --pin 5000
--- stderr
$ goldpin run suites/smoke --pin 5000
goldpin: --pin 5000: PU 5000 does not exist; this machine has {*}
--- exit 2
