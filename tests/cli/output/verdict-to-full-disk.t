# The verdict that cannot be printed is an error with a message, not a silent code.
mini
server
goldpin run mini -q -t "openai:m@$URL" -o out > /dev/full
--- stdout
$ mini
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o out > /dev/full
--- stderr
$ goldpin run mini -q -t "openai:m@$URL" -o out > /dev/full
goldpin: cannot write to standard output: No space left on device
--- exit 3
