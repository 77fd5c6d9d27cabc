goldpin run --repeat many x
--- stdout
--- stderr
--- exit 0
