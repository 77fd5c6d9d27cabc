pocket
goldpin run suites/smoke --device 99
--- stdout
$ pocket
$ goldpin run suites/smoke --device 99
--- stderr
$ goldpin run suites/smoke --device 99
goldpin: no usable OpenCL device "99"; there are: {*}
--- exit 2
