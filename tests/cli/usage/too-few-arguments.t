goldpin diff a
--- stdout
$ goldpin diff a
--- stderr
$ goldpin diff a
goldpin: something is missing: goldpin diff A B
--- exit 2
