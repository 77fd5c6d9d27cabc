# Bytes from the command line reach the terminal visibly, never raw.
goldpin "$(printf 'ru\033[31mn')"
--- stdout
--- stderr
--- exit 0
