goldpin frobnicate
--- stdout
--- stderr
goldpin: unknown command "frobnicate"; goldpin --help lists them
--- exit 2
