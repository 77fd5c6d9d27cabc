goldpin bless --help
--- stdout
--- stderr
--- exit 0
