goldpin run
--- stdout
$ goldpin run
--- stderr
$ goldpin run
goldpin: no suite is given; write goldpin run SUITE, for example goldpin run suites/smoke
--- exit 2
