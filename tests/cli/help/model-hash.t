goldpin model hash --help
--- stdout
--- stderr
--- exit 0
