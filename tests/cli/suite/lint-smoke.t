pocket
goldpin lint suites/smoke
--- stdout
--- stderr
--- exit 0
