goldpin diff --help
--- stdout
--- stderr
--- exit 0
