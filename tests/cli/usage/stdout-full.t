# Help that cannot be written is an error, not a success.
goldpin --help > /dev/full
--- stdout
$ goldpin --help > /dev/full
--- stderr
$ goldpin --help > /dev/full
goldpin: cannot write to standard output: No space left on device
--- exit 3
