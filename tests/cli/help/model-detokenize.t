goldpin model detokenize --help
--- stdout
--- stderr
--- exit 0
