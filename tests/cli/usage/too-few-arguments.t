goldpin diff a
--- stdout
--- stderr
--- exit 0
