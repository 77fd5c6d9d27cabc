goldpin model
--- stdout
--- stderr
goldpin: goldpin model needs a command; goldpin --help lists them
--- exit 2
