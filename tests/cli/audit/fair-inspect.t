# What is legitimate in other tools is no fault: half marks, other scales, repeats made one by another rule than the mean,
# several values of one scorer, scores that are words.
log() { printf '{"status": "success", "eval": {"task": "t", "model": "m", "dataset": {"samples": 2}, "config": {"epochs": %s, "limit": %s}}, "results": {"total_samples": 2, "scores": [{"name": "%s", "scorer": "s", "reducer": %s, "metrics": {"%s": {"value": %s}}}]}, "samples": [\n {"id": 1, "epoch": 1, "input": "q", "scores": {"s": {"value": %s}}},\n {"id": %s, "epoch": %s, "input": "q", "scores": {"s": {"value": %s}}}]}\n' "$@"; }
found() { goldpin audit $1 --json > found.json; echo "exit $?"; if grep -q '"kind"' found.json; then field found.json '/findings/*' weight kind what; fi; field found.json '/models/*' passed of mean_score; }
log 1 2 s null mean 5.0 7 2 1 3 > scale.json
found scale.json
log 2 null s '"max"' accuracy 1.0 '"I"' 1 2 '"C"' > repeats.json
found repeats.json
log 1 null b null accuracy 0.5 '{"a": 0.5, "b": "C"}' 2 1 '{"a": 0.5, "b": "I"}' > several.json
found several.json
log 1 null s null accuracy 0.5 '"yes"' 2 1 '"perhaps"' > words.json
found words.json
log 1 null s null mean NaN NaN 2 1 0.5 > nan.json
found nan.json
# Halves that are many leave doubt, for nobody can tell them from undecided ones; the mean is held against all of them.
python3 - > halves.json << 'END'
import json
print(json.dumps({"status": "success", "eval": {"task": "t", "model": "m"}, "results": {"scores": [{"name": "s", "metrics": {"accuracy": {"value": 0.5}}}]}, "samples": [{"id": i, "scores": {"s": {"value": "P"}}} for i in range(4)]}))
END
found halves.json
# A log without its samples: the rate is of the accuracy alone, and of samples, not of their repeats.
echo '{"status": "success", "eval": {"task": "t", "model": "m", "config": {"epochs": 5}}, "results": {"total_samples": 50, "scores": [{"name": "s", "metrics": {"accuracy": {"value": 0.5}}}]}}' > header.json
found header.json
--- stdout
$ log() { printf '{"status": "success", "eval": {"task": "t", "model": "m", "dataset": {"samples": 2}, "config": {"epochs": %s, "limit": %s}}, "results": {"total_samples": 2, "scores": [{"name": "%s", "scorer": "s", "reducer": %s, "metrics": {"%s": {"value": %s}}}]}, "samples": [\n {"id": 1, "epoch": 1, "input": "q", "scores": {"s": {"value": %s}}},\n {"id": %s, "epoch": %s, "input": "q", "scores": {"s": {"value": %s}}}]}\n' "$@"; }
$ found() { goldpin audit $1 --json > found.json; echo "exit $?"; if grep -q '"kind"' found.json; then field found.json '/findings/*' weight kind what; fi; field found.json '/models/*' passed of mean_score; }
$ log 1 2 s null mean 5.0 7 2 1 3 > scale.json
$ found scale.json
exit 0
note score-out-of-range 2 scores lie outside 0 to 1.
0 0 5
$ log 2 null s '"max"' accuracy 1.0 '"I"' 1 2 '"C"' > repeats.json
$ found repeats.json
exit 0
note mean-not-derived The stated mean of 1 was not held against the cases: the repeats of a sample count by another rule than their mean.
note repeated-cases 1 of the 2 cases is a repeat of another one.
1 2 0.5
$ log 1 null b null accuracy 0.5 '{"a": 0.5, "b": "C"}' 2 1 '{"a": 0.5, "b": "I"}' > several.json
$ found several.json
exit 0
1 2 0.5
$ log 1 null s null accuracy 0.5 '"yes"' 2 1 '"perhaps"' > words.json
$ found words.json
exit 0
note mean-not-derived The stated mean of 0.5 was not held against the cases: some scores are neither numbers nor the words of inspect.
1 1 1
$ log 1 null s null mean NaN NaN 2 1 0.5 > nan.json
$ found nan.json
exit 0
0 0 0.5
$ python3 - > halves.json << 'END' ...
$ found halves.json
exit 0
doubt undecided-criteria 4 of 4 criteria have a score of exactly 0.5.
0 0 0.5
$ echo '{"status": "success", "eval": {"task": "t", "model": "m", "config": {"epochs": 5}}, "results": {"total_samples": 50, "scores": [{"name": "s", "metrics": {"accuracy": {"value": 0.5}}}]}}' > header.json
$ found header.json
exit 0
5 10 null
--- stderr
--- exit 0
