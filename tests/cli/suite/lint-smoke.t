pocket
goldpin lint suites/smoke
--- stdout
$ pocket
$ goldpin lint suites/smoke
smoke 1.0.0: 23 cases, 0 errors, 0 warnings
  null baseline empty     0 of 23 pass, mean score 0.07
  null baseline echo      0 of 23 pass, mean score 0.10
  null baseline constant  1 of 23 pass, mean score 0.12  (always "122")
--- stderr
--- exit 0
