goldpin run --strict=yes x
--- stdout
--- stderr
--- exit 0
