# Cases of one name that were asked otherwise are not paired, and named; baselines of two suites of one name are two.
mini "$(one_case a '1 + 1' 2), $(one_case b '2 + 2' 4), $(one_case c '3 + 3' 6)"
server
goldpin run mini -q -t "openai:m@$URL" -o one > one.txt
mini "$(one_case a '1 + 2' 3), $(one_case b '2 + 2' 4)"
sed -i 's/"version": "1"/"version": "2"/' mini/suite.json
goldpin run mini -q -t "openai:m@$URL" -o two > two.txt
goldpin report one two > both.md
part '## Not the same' both.md
part '## Side by side' both.md
part '## Head to head' both.md | cut -d '|' -f 2-7
part '## Null baselines' both.md
goldpin report one one | grep -c '^## Not the same' || echo 'nothing differs from itself'
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '2 + 2' 4), $(one_case c '3 + 3' 6)"
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o one > one.txt
$ mini "$(one_case a '1 + 2' 3), $(one_case b '2 + 2' 4)"
$ sed -i 's/"version": "1"/"version": "2"/' mini/suite.json
$ goldpin run mini -q -t "openai:m@$URL" -o two > two.txt
$ goldpin report one two > both.md
$ part '## Not the same' both.md
## Not the same

These bear one name in several runs. Cases that were asked or judged otherwise are not paired below; each stands in a row of its own.

- suite `mini`: version `1` (digest HEX…) in run 1, version `2` (digest HEX…) in run 2
- case `a` of `mini`: runs 1 and 2 asked otherwise

  The prompt, words that went [-so-], words that came {+so+}:

> ```text
> What is 1 + [-1?-] {+2?+}
> ```


$ part '## Side by side' both.md
## Side by side

How often each was best, over the cases that several answered.

| Target | Best alone | Best with others | Behind |
| :-- | --: | --: | --: |
| `1: openai-m` | 0 | 1 | 0 |
| `2: openai-m` | 0 | 1 | 0 |

### Case by case

Verdict and score of each target, the best score in bold; cases on which they disagree first.

| Case | `1: openai-m` | `2: openai-m` |
| :-- | :-- | :-- |
| `a` | passed, 1.00 | not run |
| `b` | passed, 1.00 | passed, 1.00 |
| `c` | passed, 1.00 | not run |
| `a` | not run | passed, 1.00 |

$ part '## Head to head' both.md | cut -d '|' -f 2-7
## Head to head

Pairs of the same case, graded on both sides; difference of mean scores, A minus B, with its 95% interval, which is never of width 0; p from exchanging the two within pairs (for passes McNemar's exact test), corrected by Holm for the number of comparisons. Repeats are one mean per case; cases of one cluster count for what they are worth. A is called better or worse where the interval leaves out 0 and p < 0.05. What could have been shown is the smallest true difference that this many pairs with this spread would have shown in four of five runs.

 A | B | Cases | A better | B better | Ties 
 :-- | :-- | --: | --: | --: | --: 
 `1: openai-m` | `2: openai-m` | 1 | 0 | 0 | 1 

These cases tell 0 of 1 pairs apart; where it says inconclusive, they cannot.

$ part '## Null baselines' both.md
## Null baselines

What these answers, given to every case, would have scored. A target near them has shown nothing.

| Suite | Answer | Passed | Score |
| :-- | :-- | --: | --: |
| `mini` of run 1 | empty | 0 of 3 | 0.00 |
| `mini` of run 1 | echo | 0 of 3 | 0.00 |
| `mini` of run 1 | constant `2`, the best of 5 constants | 1 of 3 | 0.33 |
| `mini` of run 1 | unknown | 0 of 3 | 0.00 |
| `mini` of run 1 | stuffed | 0 of 3 | 0.00 |
| `mini` of run 2 | empty | 0 of 2 | 0.00 |
| `mini` of run 2 | echo | 0 of 2 | 0.00 |
| `mini` of run 2 | constant `3`, the best of 4 constants | 1 of 2 | 0.50 |
| `mini` of run 2 | unknown | 0 of 2 | 0.00 |
| `mini` of run 2 | stuffed | 0 of 2 | 0.00 |

$ goldpin report one one | grep -c '^## Not the same' || echo 'nothing differs from itself'
0
nothing differs from itself
--- stderr
--- exit 0
