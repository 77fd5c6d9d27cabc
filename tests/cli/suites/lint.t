# The shipped suites are clean, their graders notice what is broken, and knowing nothing passes little.
for suite in field workbench; do goldpin lint --strict "$ROOT/suites/$suite"; done
--- stdout
$ for suite in field workbench; do goldpin lint --strict "$ROOT/suites/$suite"; done
field 1.0.0: 17 cases, 0 errors, 0 warnings
  null baseline empty     0 of 17 pass, mean score 0.16
  null baseline echo      0 of 17 pass, mean score 0.23
  null baseline constant  1 of 17 pass, mean score 0.25  (always "By 10:00 there are 140 litres. 100 / 80 …", the best of 106 constants)
  null baseline unknown   1 of 17 pass, mean score 0.18
  null baseline stuffed   0 of 17 pass, mean score 0.16
  right answers broken   317 of 317 noticed (mutation score 1.00)
workbench 1.0.0: 8 cases, 0 errors, 0 warnings
  null baseline empty     0 of 8 pass, mean score 0.09
  null baseline echo      0 of 8 pass, mean score 0.09
  null baseline constant  1 of 8 pass, mean score 0.22  (always "{"coral_q3":865,"sum_q1":4521,"highest_t…", the best of 39 constants)
  null baseline unknown   0 of 8 pass, mean score 0.09
  null baseline stuffed   0 of 8 pass, mean score 0.13
  right answers broken   174 of 174 noticed (mutation score 1.00)
--- stderr
--- exit 0
