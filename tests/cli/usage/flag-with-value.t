goldpin run --strict=yes x
--- stdout
$ goldpin run --strict=yes x
--- stderr
$ goldpin run --strict=yes x
goldpin: --strict takes no value
--- exit 2
