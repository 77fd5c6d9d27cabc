goldpin --version
--- stdout
goldpin 0.1.0
--- stderr
--- exit 0
