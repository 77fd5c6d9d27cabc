goldpin diff a
--- stdout
$ goldpin diff a
--- stderr
$ goldpin diff a
goldpin: a is no bundle that could be compared with its goldens: it has no results.json
--- exit 2
