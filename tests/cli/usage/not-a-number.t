goldpin run --repeat many x
--- stdout
$ goldpin run --repeat many x
--- stderr
$ goldpin run --repeat many x
goldpin: --repeat needs a whole number, not "many"
--- exit 2
