goldpin rnu suites/smoke
--- stdout
$ goldpin rnu suites/smoke
--- stderr
$ goldpin rnu suites/smoke
goldpin: unknown command "rnu"; did you mean "run"?
--- exit 2
