goldpin bench --help
--- stdout
--- stderr
--- exit 0
