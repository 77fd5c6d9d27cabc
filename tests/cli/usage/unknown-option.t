goldpin run --fail-undre 0.5 x
--- stdout
$ goldpin run --fail-undre 0.5 x
--- stderr
$ goldpin run --fail-undre 0.5 x
goldpin: unknown option --fail-undre; did you mean --fail-under? (goldpin run --help lists all)
--- exit 2
