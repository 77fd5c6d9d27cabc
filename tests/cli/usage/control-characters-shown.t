# Bytes from the command line reach the terminal visibly, never raw.
goldpin "$(printf 'ru\033[31mn')"
--- stdout
$ goldpin "$(printf 'ru\033[31mn')"
--- stderr
$ goldpin "$(printf 'ru\033[31mn')"
goldpin: unknown command "ru\x1B[31mn"; goldpin --help lists them
--- exit 2
