goldpin run --repeat many x
--- stdout
--- stderr
goldpin: --repeat needs a whole number, not "many"
--- exit 2
