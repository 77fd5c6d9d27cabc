# A criterion that any answer passes is a warning, and with --strict an error.
mini '{"id": "a", "messages": [{"role": "user", "content": "Say yes."}], "grade": [{"type": "regex", "pattern": "(?s)."}], "examples": {"pass": ["It is yes, 75 times."], "fail": [""]}}'
goldpin lint mini | head -4
goldpin lint --strict mini > strict.txt || echo "exit $?"
head -4 strict.txt
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "Say yes."}], "grade": [{"type": "regex", "pattern": "(?s)."}], "examples": {"pass": ["It is yes, 75 times."], "fail": [""]}}'
$ goldpin lint mini | head -4
mini/suite.json:6:82: warning: a: grader "regex-1" minds none of 6 changes to right answers (numbers dropped, names changed, words swapped, halves cut off, …)
mini/suite.json:6:5: warning: a: an echo of the prompt passes this case
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini 1: 1 case, 0 errors, 3 warnings
$ goldpin lint --strict mini > strict.txt || echo "exit $?"
exit 2
$ head -4 strict.txt
mini/suite.json:6:82: error: a: grader "regex-1" minds none of 6 changes to right answers (numbers dropped, names changed, words swapped, halves cut off, …)
mini/suite.json:6:5: error: a: an echo of the prompt passes this case
mini/suite.json: error: the suite has no provenance: say where its cases come from
mini 1: 1 case, 3 errors, 0 warnings
--- stderr
--- exit 0
