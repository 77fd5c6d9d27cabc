goldpin rnu suites/smoke
--- stdout
--- stderr
goldpin: unknown command "rnu"; did you mean "run"?
--- exit 2
