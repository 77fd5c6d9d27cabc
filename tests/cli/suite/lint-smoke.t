pocket
goldpin lint suites/smoke
--- stdout
$ pocket
$ goldpin lint suites/smoke
smoke 1.0.0: 23 cases, 0 errors, 0 warnings
  null baseline empty     0 of 23 pass, mean score 0.07
  null baseline echo      0 of 23 pass, mean score 0.10
  null baseline constant  2 of 23 pass, mean score 0.16  (always "5", the best of 43 constants)
  null baseline unknown   0 of 23 pass, mean score 0.09
  null baseline stuffed   3 of 23 pass, mean score 0.16
  right answers broken   105 of 105 noticed (mutation score 1.00)
--- stderr
--- exit 0
