goldpin topo --help
--- stdout
--- stderr
--- exit 0
