goldpin rnu suites/smoke
--- stdout
--- stderr
--- exit 0
