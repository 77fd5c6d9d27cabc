goldpin frobnicate
--- stdout
$ goldpin frobnicate
--- stderr
$ goldpin frobnicate
goldpin: unknown command "frobnicate"; goldpin --help lists them
--- exit 2
