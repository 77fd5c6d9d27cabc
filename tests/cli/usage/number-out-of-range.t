goldpin run --fail-under 1.5 x
--- stdout
--- stderr
--- exit 0
