# The group shows the list of commands.
goldpin model --help | head -n 3
--- stdout
--- stderr
--- exit 0
