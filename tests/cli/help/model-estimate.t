goldpin model estimate --help
--- stdout
--- stderr
--- exit 0
