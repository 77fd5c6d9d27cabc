goldpin run -z x
--- stdout
--- stderr
goldpin: unknown option -z (goldpin run --help lists all)
--- exit 2
