# Without an argument, commands and guides are listed, as by --help.
goldpin --help > option
goldpin help > command
cmp option command && echo the same
sed -n "/^Guides/,/^\$/p" command | head -n 4
--- stdout
$ goldpin --help > option
$ goldpin help > command
$ cmp option command && echo the same
the same
$ sed -n "/^Guides/,/^\$/p" command | head -n 4
Guides (goldpin help TOPIC):
  architectures             the layers of every architecture, exactly
  arithmetic                the local engine's arithmetic, exactly
  auditing                  what results of other tools can and cannot support
--- stderr
--- exit 0
