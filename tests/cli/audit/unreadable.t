# What is in no known form is refused with the forms; broken files with their place.
echo '{"a": 1}' > other.json
goldpin audit other.json || echo "exit $?"
echo '{"model": "m", "tests": [{"score": 1}' > cut.json
goldpin audit cut.json || echo "exit $?"
echo '[]' > empty.json
goldpin audit empty.json || echo "exit $?"
printf 'PK\003\004xxxx' > log.eval
goldpin audit log.eval || echo "exit $?"
goldpin audit none.json || echo "exit $?"
echo '{"tests": [{"score": "high", "criteria": 5, "name": 3, "time": []}, 7, {"score": 1e400}]}' > odd.json
goldpin audit odd.json > out || echo "exit $?"
echo '{"tests": [{"score": 2, "name": "`x` | y", "criteria": {"a": -1}, "time": -1}, {"score": -3, "name": "::error::x"}]}' > hostile.json
goldpin audit hostile.json | sed -n '/^- /p'
--- stdout
$ echo '{"a": 1}' > other.json
$ goldpin audit other.json || echo "exit $?"
exit 2
$ echo '{"model": "m", "tests": [{"score": 1}' > cut.json
$ goldpin audit cut.json || echo "exit $?"
exit 2
$ echo '[]' > empty.json
$ goldpin audit empty.json || echo "exit $?"
exit 2
$ printf 'PK\003\004xxxx' > log.eval
$ goldpin audit log.eval || echo "exit $?"
exit 2
$ goldpin audit none.json || echo "exit $?"
exit 2
$ echo '{"tests": [{"score": "high", "criteria": 5, "name": 3, "time": []}, 7, {"score": 1e400}]}' > odd.json
$ goldpin audit odd.json > out || echo "exit $?"
exit 2
$ echo '{"tests": [{"score": 2, "name": "`x` | y", "criteria": {"a": -1}, "time": -1}, {"score": -3, "name": "::error::x"}]}' > hostile.json
$ goldpin audit hostile.json | sed -n '/^- /p'
- **fault**, score-out-of-range, `the model`: 2 scores lie outside 0 to 1. Means over these are means over two scales; nothing below uses them as shares. Where: `` `x` | y (line 1), \u{3A}:error::x (line 1) ``.
- **fault**, score-beyond-its-criteria, `the model`: 1 case has a score below the lowest or above the highest of its criteria. No weighting of the criteria gives such a score: something that the file does not hold decided it. Where: `` `x` | y (line 1) ``.
- **fault**, impossible-times, `the model`: 1 total times are less than 0, 0 first tokens come after the end. No clock gives these. Where: line 1.
--- stderr
$ goldpin audit other.json || echo "exit $?"
goldpin: other.json holds results of no form that goldpin knows: promptfoo (results of promptfoo eval -o), inspect (a log of inspect-ai in JSON), lm-eval (lm-evaluation-harness: results_*.json, or samples_*.jsonl), series (the harness of the published local-against-cloud comparisons)
$ goldpin audit cut.json || echo "exit $?"
goldpin: cut.json:2:1: the document ends where ',' or ']' is expected
$ goldpin audit empty.json || echo "exit $?"
goldpin: empty.json holds results of no form that goldpin knows: promptfoo (results of promptfoo eval -o), inspect (a log of inspect-ai in JSON), lm-eval (lm-evaluation-harness: results_*.json, or samples_*.jsonl), series (the harness of the published local-against-cloud comparisons)
$ goldpin audit log.eval || echo "exit $?"
goldpin: log.eval is a packed log: inspect log convert --to json makes JSON of it
$ goldpin audit none.json || echo "exit $?"
goldpin: cannot open none.json: No such file or directory
$ goldpin audit odd.json > out || echo "exit $?"
goldpin: odd.json:1:82: the number 1e400 is too large
--- exit 0
