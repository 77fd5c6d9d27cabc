goldpin diff a
--- stdout
$ goldpin diff a
--- stderr
$ goldpin diff a
goldpin: no goldens to compare with: looked in golden
--- exit 2
