goldpin --help
--- stdout
--- stderr
--- exit 0
