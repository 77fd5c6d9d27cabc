goldpin model
--- stdout
--- stderr
--- exit 0
