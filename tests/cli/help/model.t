# The group shows the list of commands.
goldpin model --help | head -n 3
--- stdout
$ goldpin model --help | head -n 3
usage: goldpin COMMAND [arguments]

goldpin evaluates language models and can prove what it measured: it runs suites
--- stderr
--- exit 0
