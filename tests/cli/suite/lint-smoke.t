pocket
goldpin lint suites/smoke
--- stdout
$ pocket
$ goldpin lint suites/smoke
smoke 1.0.0: 23 cases, 0 errors, 0 warnings
  null baseline empty     0 of 23 pass, mean score 0.07
  null baseline echo      0 of 23 pass, mean score 0.10
  null baseline constant  2 of 23 pass, mean score 0.16  (always "5", the best of 43 constants)
--- stderr
--- exit 0
