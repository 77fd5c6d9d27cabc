goldpin model tokenize --help
--- stdout
--- stderr
--- exit 0
