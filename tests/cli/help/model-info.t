goldpin model info --help
--- stdout
--- stderr
--- exit 0
