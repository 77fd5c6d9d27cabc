goldpin lint --help
--- stdout
--- stderr
--- exit 0
