goldpin report --help
--- stdout
--- stderr
--- exit 0
