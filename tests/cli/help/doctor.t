goldpin doctor --help
--- stdout
--- stderr
--- exit 0
