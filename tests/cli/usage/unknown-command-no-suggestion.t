goldpin frobnicate
--- stdout
--- stderr
--- exit 0
