goldpin run -z x
--- stdout
$ goldpin run -z x
--- stderr
$ goldpin run -z x
goldpin: unknown option -z (goldpin run --help lists all)
--- exit 2
