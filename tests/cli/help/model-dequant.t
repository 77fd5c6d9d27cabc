goldpin model dequant --help
--- stdout
--- stderr
--- exit 0
