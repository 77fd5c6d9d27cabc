# Results of promptfoo are judged again by their own assertions; choices of lm-evaluation-harness from its likelihoods.
cat > out.json << 'END'
{"results": {"version": 3, "results": [
 {"provider": {"id": "echo"}, "testIdx": 0, "promptIdx": 0, "prompt": {"raw": "Say hello"}, "response": {"output": "hello there"}, "success": true, "score": 1, "latencyMs": 12, "testCase": {"vars": {"x": "hello"}, "assert": [{"type": "contains", "value": "{{x}}"}]}, "gradingResult": {"pass": true, "score": 1, "componentResults": [{"pass": true, "score": 1, "assertion": {"type": "contains"}}]}},
 {"provider": {"id": "echo"}, "testIdx": 1, "promptIdx": 0, "prompt": {"raw": "Say no"}, "response": {"output": "yes"}, "success": true, "score": 1, "latencyMs": 12, "testCase": {"assert": [{"type": "equals", "value": "no"}]}, "gradingResult": {"pass": true, "score": 1, "componentResults": []}},
 {"provider": {"id": "echo"}, "testIdx": 2, "promptIdx": 0, "prompt": {"raw": "Count"}, "response": {"output": "3"}, "success": false, "score": 0, "error": "failed", "latencyMs": 12, "testCase": {"assert": [{"type": "javascript", "value": "output > 3"}]}, "gradingResult": {"pass": false, "score": 0, "componentResults": []}}],
 "stats": {"successes": 1, "failures": 1, "errors": 0}}}
END
goldpin audit out.json || echo "exit $?"
cat > samples_x.jsonl << 'END'
{"doc_id": 0, "doc": {}, "target": 1, "resps": [[["-2.5", "False"]]], "filtered_resps": [["-2.5", "False"], ["-1.5", "True"]], "filter": "none", "metrics": ["acc"], "acc": 1.0}
{"doc_id": 1, "doc": {}, "target": "0", "resps": [[]], "filtered_resps": [["-2.5", "False"], ["-1.5", "True"]], "filter": "none", "metrics": ["acc"], "acc": 1.0}
{"doc_id": 2, "doc": {}, "target": "42", "resps": [["42"]], "filtered_resps": ["42"], "filter": "none", "metrics": ["exact_match"], "exact_match": 1.0}
{"doc_id": 3, "doc": {}, "target": "42", "resps": [["43"]], "filtered_resps": ["43"], "filter": "none", "metrics": ["exact_match"], "exact_match": 0.0}
END
goldpin audit samples_x.jsonl --json > found.json || echo "exit $?"
field found.json '/findings/*' kind where what
field found.json '' judged_again same
echo '{"results": {"arc_easy": {"alias": "arc_easy", "acc,none": 0.61, "acc_stderr,none": 0.05}}, "n-samples": {"arc_easy": {"original": 2376, "effective": 100}}, "config": {"model": "hf", "limit": 100}, "model_name": "tiny"}' > results_x.json
goldpin audit results_x.json | sed -n '/^| `/p; /^- /p'
echo '{"version": 2, "status": "cancelled", "eval": {"task": "t", "model": "m"}, "results": {"total_samples": 2, "scores": [{"name": "match", "metrics": {"accuracy": {"value": 1.0}}}]}, "samples": [{"id": 1, "epoch": 1, "input": "q", "target": "a", "output": {"completion": "a"}, "scores": {"match": {"value": "C"}}}, {"id": 2, "epoch": 1, "input": "q", "target": "a", "output": {"completion": "b"}, "scores": {"match": {"value": "I"}}}]}' > log.json
goldpin audit log.json --json > found.json || echo "exit $?"
field found.json '/findings/*' weight kind what
--- stdout
$ cat > out.json << 'END' ...
$ goldpin audit out.json || echo "exit $?"
# Audit of `out.json`

Read as results of promptfoo eval -o: 1 model, 3 cases. 2 faults, 0 doubts, 0 notes.

## What the numbers support

| Model | Cases | Passed [95%] | Mean score [95%] | Stated |
| :-- | --: | --: | --: | --: |
| `echo` | 3 | 2 of 3, 67% [21%, 94%] | 0.667 [0.208, 0.939] | n/a |

Intervals take cases as independent draws of what was to be measured, and repeats of a case as belonging together (Wilson for shares, Student's t for means). They say nothing of whether the cases measure it.

## Findings

- **fault**, passes-do-not-follow, `echo`: The file states 1 passed cases; 2 of its cases passed. The published count is not that of the published cases. Where: line 5.
- **fault**, verdict-not-confirmed, `echo`: 1 verdict comes out otherwise when judged again by the rules in the file. Either the tool applied another rule than the file states, or goldpin reads that rule otherwise; look at each. Where: test 1, prompt 0 (line 3).

## Judged again

2 of 3 verdicts could be judged again by what the file holds; 1 came out the same. Why others could not: javascript: it is a program in JavaScript.

## What was looked at

Totals against cases; scores of exactly one half; ranges; thresholds; verdicts by the file's own rules; times that are made of others; puzzles of places in a row against their expected answers; missing, doubled and sampled cases; differences of models. Nothing was asked of any model, and what the file does not hold was not looked at.
exit 1
$ cat > samples_x.jsonl << 'END' ...
$ goldpin audit samples_x.jsonl --json > found.json || echo "exit $?"
exit 1
$ field found.json '/findings/*' kind where what
verdict-not-confirmed 1 (line 2) 1 verdict comes out otherwise when judged again by the rules in the file.
$ field found.json '' judged_again same
3 2
$ echo '{"results": {"arc_easy": {"alias": "arc_easy", "acc,none": 0.61, "acc_stderr,none": 0.05}}, "n-samples": {"arc_easy": {"original": 2376, "effective": 100}}, "config": {"model": "hf", "limit": 100}, "model_name": "tiny"}' > results_x.json
$ goldpin audit results_x.json | sed -n '/^| `/p; /^- /p'
| `tiny on arc_easy` | 100 | 61 of 100, 61% [51%, 70%] | n/a | 0.61 |
- **note**, sample-of-a-suite, `tiny on arc_easy`: Only 100 cases were asked. The rate is that of these cases, often the first ones of the suite; published numbers of the suite are over all of it. Where: line 1.
$ echo '{"version": 2, "status": "cancelled", "eval": {"task": "t", "model": "m"}, "results": {"total_samples": 2, "scores": [{"name": "match", "metrics": {"accuracy": {"value": 1.0}}}]}, "samples": [{"id": 1, "epoch": 1, "input": "q", "target": "a", "output": {"completion": "a"}, "scores": {"match": {"value": "C"}}}, {"id": 2, "epoch": 1, "input": "q", "target": "a", "output": {"completion": "b"}, "scores": {"match": {"value": "I"}}}]}' > log.json
$ goldpin audit log.json --json > found.json || echo "exit $?"
exit 1
$ field found.json '/findings/*' weight kind what
fault mean-does-not-follow The file states a mean score of 1; its 2 cases have 0.5000.
doubt run-not-finished The file says that the run ended with "cancelled".
--- stderr
--- exit 0
