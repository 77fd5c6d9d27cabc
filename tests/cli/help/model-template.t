goldpin model template --help
--- stdout
--- stderr
--- exit 0
