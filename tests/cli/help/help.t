goldpin help --help
--- stdout
$ goldpin help --help
usage: goldpin help [TOPIC|COMMAND]

print a guide, or the help of a command.

Without an argument it lists the commands and the guides. The guides are part of
the program; make install leaves them as manual pages too: man goldpin-targets.

Options:
  -h, --help                show this help and exit

Examples:
  goldpin help targets
  goldpin help model logits

Exit codes:
  0    printed
  2    there is no such guide or command
--- stderr
--- exit 0
