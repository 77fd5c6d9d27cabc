# The harness writes likelihoods as texts; of mutual information there are twice as many; filters are no models.
line() { printf '{"doc_id": %s, "target": "%s", "resps": [[]], "filtered_resps": [%s], "filter": "%s", "acc": %s%s}\n' "$@"; }
two='["-1.5", "False"], ["-0.5", "False"]'
{ line 0 1 "$two" none 1.0 ''; line 1 1 "$two" none 0.0 ''; line 2 0 "$two" other 0.0 ''; line 0 '[0, 1]' "$two" other 1.0 ''
  line 3 1 "$two, [\"-9\", \"False\"], [\"-0.1\", \"False\"]" none 0.0 ', "acc_mutual_info": 1.0'; } > samples_x.jsonl
goldpin audit samples_x.jsonl --json > found.json || echo "exit $?"
field found.json '/findings/*' kind where
field found.json '' judged_again same
# A mass of probability is no verdict, and numbers that are none are unknown, wherever they stand.
printf '%s\n' '{"doc_id": 0, "target": "0", "resps": [], "filtered_resps": [], "acc": 0.25}' '{"doc_id": 1, "target": "NaN", "resps": [], "filtered_resps": [-Infinity, NaN], "acc": 1.0}' > samples_mc2.jsonl
goldpin audit samples_mc2.jsonl --json > found.json; field found.json '/models/*' passed of mean_score
echo '{"results": {"a": {"acc,none": 0.5, "acc_stderr,none": NaN}, "b": {"score,none": 61.5}}, "n-samples": {"b": {"original": 4, "effective": 4}, "a": {"original": 8, "effective": 8}}, "config": {"limit": 8}}' > results.json
goldpin audit results.json | sed -n '/^| `/p; /^- /p'
echo '{"results": {"a": {"acc,none": NaNs}}}' > broken.json
goldpin audit broken.json || echo "exit $?"
--- stdout
$ line() { printf '{"doc_id": %s, "target": "%s", "resps": [[]], "filtered_resps": [%s], "filter": "%s", "acc": %s%s}\n' "$@"; }
$ two='["-1.5", "False"], ["-0.5", "False"]'
$ { line 0 1 "$two" none 1.0 ''; line 1 1 "$two" none 0.0 ''; line 2 0 "$two" other 0.0 ''; line 0 '[0, 1]' "$two" other 1.0 '' ...
$ goldpin audit samples_x.jsonl --json > found.json || echo "exit $?"
exit 1
$ field found.json '/findings/*' kind where
verdict-not-confirmed 1 (line 2)
$ field found.json '' judged_again same
3 2
$ printf '%s\n' '{"doc_id": 0, "target": "0", "resps": [], "filtered_resps": [], "acc": 0.25}' '{"doc_id": 1, "target": "NaN", "resps": [], "filtered_resps": [-Infinity, NaN], "acc": 1.0}' > samples_mc2.jsonl
$ goldpin audit samples_mc2.jsonl --json > found.json; field found.json '/models/*' passed of mean_score
0 0 0.625
$ echo '{"results": {"a": {"acc,none": 0.5, "acc_stderr,none": NaN}, "b": {"score,none": 61.5}}, "n-samples": {"b": {"original": 4, "effective": 4}, "a": {"original": 8, "effective": 8}}, "config": {"limit": 8}}' > results.json
$ goldpin audit results.json | sed -n '/^| `/p; /^- /p'
| `the model on a` | 8 | 4 of 8, 50% [22%, 78%] | n/a | 0.5 |
| `the model on b` | 4 | n/a | n/a | 61.5 |
$ echo '{"results": {"a": {"acc,none": NaNs}}}' > broken.json
$ goldpin audit broken.json || echo "exit $?"
exit 2
--- stderr
$ goldpin audit broken.json || echo "exit $?"
goldpin: broken.json:1:35: expected ',' or '}', found 's'
--- exit 0
