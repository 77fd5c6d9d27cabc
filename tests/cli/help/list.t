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
  auditing                  what results of other tools can and cannot support
  ci                        a job that goes red when answers get worse
  composites                targets made of targets (route, fallback, refine)
--- stderr
--- exit 0
