goldpin bless a b
--- stdout
$ goldpin bless a b
--- stderr
$ goldpin bless a b
goldpin: too many arguments from "b" on: goldpin bless RUN [--case GLOB] [--failing] [--dry-run]
--- exit 2
