pocket
goldpin run suites/smoke --device 99
--- stdout
--- stderr
goldpin: no usable OpenCL device "99"; there are: {*}
--- exit 2
