goldpin run --fail-under 1.5 x
--- stdout
$ goldpin run --fail-under 1.5 x
--- stderr
$ goldpin run --fail-under 1.5 x
goldpin: --fail-under needs a number from 0 to 1, not "1.5"
--- exit 2
