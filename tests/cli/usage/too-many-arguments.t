goldpin bless a b
--- stdout
--- stderr
--- exit 0
