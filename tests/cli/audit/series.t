# The published form: criteria that nobody decided, times that were guessed, a puzzle that contradicts itself, totals.
cat > series.json << 'END'
{"model": "big-31b", "tests": [
 {"name": "reasoning", "prompt": "Explain.", "response": "Because.", "score": 0.7, "passed": true, "criteria": {"correct": 1, "complete": 0.5, "clear": 0.6}, "total_time": 2.6, "ttft": 0.26},
 {"name": "logic", "prompt": "Five friends, Alice, Bob, Carol, Dave and Eve, stand in a row. Dave stands to the left of Alice and Carol. Bob is in position 1. Eve is not next to Dave. Who stands where?", "expected": "Dave is in position 4", "response": "Bob, Dave, Alice", "score": 0.5, "passed": true, "criteria": [{"name": "order", "score": 0.5}, {"name": "shown", "score": 0.5}], "total_time": 8.0, "ttft": 0.8},
 {"name": "code", "score": 0.5, "passed": true, "response": "x", "criteria": {"runs": 0.5, "complexity": 0.5}, "total_time": 116.2, "ttft": 11.62},
 {"name": "picture", "response": "", "score": 0.0, "passed": false, "criteria": {"seen": 0}, "total_time": 79.8, "ttft": 7.98},
 {"name": "plan", "error": "timeout after 300 s"}],
 "summary": {"passed": 3, "total": 15, "average_score": 0.57, "average_time": 51.65}}
END
goldpin audit series.json || echo "exit $?"
goldpin audit series.json --json > found.json || echo "exit $?"
field found.json '/findings/*' weight kind where
# Nothing wrong with it: no fault. A puzzle whose answer is right, measured times, scores that follow.
cat > fine.json << 'END'
[{"model": "a", "tests": [{"name": "logic", "prompt": "Alice, Bob, Carol and Dave stand in a row. Dave is to the left of Alice and Carol. Bob is in position 1. Alice is immediately to the left of Carol.", "expected": "1. Bob 2. Dave 3. Alice 4. Carol", "score": 1, "passed": true, "time": 2.5, "ttft": 0.31},
  {"name": "b", "score": 0.5, "passed": true, "time": 2.5, "ttft": 0.42}, {"name": "c", "score": 0.25, "passed": false, "time": 4, "ttft": 0.4}]},
 {"model": "b", "tests": [{"name": "logic", "score": 0, "passed": false}, {"name": "b", "score": 1, "passed": true}, {"name": "c", "score": 0.5, "passed": true}]}]
END
goldpin audit fine.json --json | field - '/findings/*' weight kind what
--- stdout
$ cat > series.json << 'END' ...
$ goldpin audit series.json || echo "exit $?"
# Audit of `series.json`

Read as the harness of the published local-against-cloud comparisons: 1 model, 5 cases. 4 faults, 2 doubts, 0 notes.

## What the numbers support

| Model | Cases | Passed [95%] | Mean score [95%] | Stated |
| :-- | --: | --: | --: | --: |
| `big-31b` | 5 | 3 of 4, 75% [30%, 95%] | 0.425 [0.028, 0.822] | 0.57 |

Intervals take cases as independent draws of what was to be measured, and repeats of a case as belonging together (Wilson for shares, Student's t for means). They say nothing of whether the cases measure it.

## Findings

- **fault**, mean-does-not-follow, `big-31b`: The file states a mean score of 0.57; its 4 cases have 0.4250. The published mean is not that of the published cases. Where: line 7.
- **fault**, undecided-criteria, `big-31b`: 5 of 8 criteria have a score of exactly 0.5. That is what a program gives that cannot decide; it says nothing of the answer. If all of them were wrong the mean score would be 0.13, if all were right 0.72: anything in between is as well supported as what was published. Where: reasoning (line 2), logic (line 3), code (line 4).
- **fault**, guessed-times, `big-31b`: In 4 of 4 cases the time to the first token is exactly 0.1 of the total time. Such a time was not measured but made of the total. Whatever is said of first tokens, waiting or thinking has no support in these cases. Where: reasoning (line 2), logic (line 3), code (line 4), picture (line 5).
- **fault**, expected-answer-contradicts-itself, `big-31b`: The expected answer ("Dave is in position 4") contradicts the puzzle's own clues: of the 4 orders of 5 people that meet the 4 clues that were understood, none is like it. A model that solves the puzzle is marked wrong. The case cannot count for or against anyone. Where: logic (line 3).
- **doubt**, missing-answers, `big-31b`: 1 of 5 cases broke, or have no verdict. Reliability is one thing and quality another: a mean over what answered hides the first, one that counts these as 0 hides the second. Both should be given. Where: plan (line 6).
- **doubt**, fewer-cases-than-stated, `big-31b`: The file states 15 cases and holds 5. What the others did cannot be looked at, and nothing may be extrapolated to them. Where: line 7.

## Judged again

0 of 5 verdicts could be judged again by what the file holds; 0 came out the same. Why others could not: the file says of its criteria only how they came out.

## What was looked at

Totals against cases; scores of exactly one half; ranges; thresholds; verdicts by the file's own rules; times that are made of others; puzzles of places in a row against their expected answers; missing, doubled and sampled cases; differences of models. Nothing was asked of any model, and what the file does not hold was not looked at.
exit 1
$ goldpin audit series.json --json > found.json || echo "exit $?"
exit 1
$ field found.json '/findings/*' weight kind where
fault mean-does-not-follow line 7
fault undecided-criteria reasoning (line 2), logic (line 3), code (line 4)
fault guessed-times reasoning (line 2), logic (line 3), code (line 4), picture (line 5)
fault expected-answer-contradicts-itself logic (line 3)
doubt missing-answers plan (line 6)
doubt fewer-cases-than-stated line 7
$ cat > fine.json << 'END' ...
$ goldpin audit fine.json --json | field - '/findings/*' weight kind what
doubt difference-not-shown a against b over 3 cases that both answered: difference of mean scores +0.083 [-1.000, +1.000].
--- stderr
--- exit 0
