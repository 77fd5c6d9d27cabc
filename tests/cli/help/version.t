goldpin --version
--- stdout
$ goldpin --version
goldpin 0.1.0
--- stderr
--- exit 0
