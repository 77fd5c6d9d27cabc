goldpin model
--- stdout
$ goldpin model
--- stderr
$ goldpin model
goldpin: goldpin model needs a command; goldpin --help lists them
--- exit 2
