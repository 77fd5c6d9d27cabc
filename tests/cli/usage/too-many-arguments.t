goldpin bless a b
--- stdout
--- stderr
goldpin: too many arguments from "b" on: goldpin bless RUN [--case GLOB]
--- exit 2
