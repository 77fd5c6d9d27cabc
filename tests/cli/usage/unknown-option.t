goldpin run --fail-undre 0.5 x
--- stdout
--- stderr
--- exit 0
