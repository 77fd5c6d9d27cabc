goldpin run --fail-under 1.5 x
--- stdout
--- stderr
goldpin: --fail-under needs a number from 0 to 1, not "1.5"
--- exit 2
