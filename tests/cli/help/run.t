goldpin run --help
--- stdout
--- stderr
--- exit 0
