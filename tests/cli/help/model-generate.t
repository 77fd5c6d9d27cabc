goldpin model generate --help
--- stdout
--- stderr
--- exit 0
