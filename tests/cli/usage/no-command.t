goldpin
--- stdout
--- stderr
goldpin: no command is given; goldpin --help lists them
--- exit 2
