goldpin
--- stdout
$ goldpin
--- stderr
$ goldpin
goldpin: no command is given; goldpin --help lists them
--- exit 2
