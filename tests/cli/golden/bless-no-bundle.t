mkdir dir
goldpin bless dir
--- stdout
--- stderr
--- exit 0
