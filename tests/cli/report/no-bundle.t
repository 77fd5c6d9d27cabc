mkdir dir
goldpin report dir
--- stdout
--- stderr
--- exit 0
