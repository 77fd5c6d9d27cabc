goldpin run --fail-undre 0.5 x
--- stdout
--- stderr
goldpin: unknown option --fail-undre; did you mean --fail-under? (goldpin run --help lists all)
--- exit 2
