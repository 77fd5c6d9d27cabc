goldpin run --strict=yes x
--- stdout
--- stderr
goldpin: --strict takes no value
--- exit 2
