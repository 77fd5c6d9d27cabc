goldpin model
--- stdout
$ goldpin model
--- stderr
$ goldpin model
goldpin: goldpin model needs a command; goldpin model --help lists them
--- exit 2
