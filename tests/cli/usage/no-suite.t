goldpin run
--- stdout
--- stderr
goldpin: no suite is given; write goldpin run SUITE, for example goldpin run suites/smoke
--- exit 2
