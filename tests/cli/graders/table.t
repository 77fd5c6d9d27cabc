# A cell that the named columns cannot have is an error.
mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "table", "headers": ["a", "b"], "cells": [{"row": 1, "column": "b", "expect": 2}]}], "examples": {"pass": ["| a | b |\n|---|---|\n| 1 | 2 |"], "fail": ["| a | b |\n|---|---|\n| 1 | 3 |"]}}'
goldpin lint mini
sed -i 's/"column": "b"/"column": "c"/' mini/suite.json
goldpin lint mini || echo "lint $?"
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "table", "headers": ["a", "b"], "cells": [{"row": 1, "column": "b", "expect": 2}]}], "examples": {"pass": ["| a | b |\n|---|---|\n| 1 | 2 |"], "fail": ["| a | b |\n|---|---|\n| 1 | 3 |"]}}'
$ goldpin lint mini
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 1 case, 0 errors, 1 warning
  null baseline empty     0 of 1 pass, mean score 0.00
  null baseline echo      0 of 1 pass, mean score 0.00
  null baseline constant  1 of 1 pass, mean score 1.00  (always "| a | b |\n|---|---|\n| 1 | 2 |", the best of 3 constants)
  null baseline unknown   0 of 1 pass, mean score 0.00
  null baseline stuffed   0 of 1 pass, mean score 0.00
  right answers broken   2 of 2 noticed (mutation score 1.00)
$ sed -i 's/"column": "b"/"column": "c"/' mini/suite.json
$ goldpin lint mini || echo "lint $?"
lint 2
--- stderr
$ goldpin lint mini || echo "lint $?"
goldpin: mini/suite.json:6:147: the column "c" is none of "headers"
--- exit 0
