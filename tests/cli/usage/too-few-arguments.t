goldpin diff a
--- stdout
--- stderr
goldpin: something is missing: goldpin diff A B
--- exit 2
