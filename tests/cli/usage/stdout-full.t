# Help that cannot be written is an error, not a success.
goldpin --help > /dev/full
--- stdout
--- stderr
--- exit 0
