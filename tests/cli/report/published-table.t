# A published comparison, fed in as results: the counts and means that were published, an interval beside each; a run that got
# stuck is shown as partial, and nothing is said of what it never ran; and which differences 15 cases can tell apart.
cp "$ROOT"/tests/data/report/published/*.json .
goldpin report full.json > full.md
part '## Targets' full.md | cut -d'|' -f2,5-8
part '## Speed' full.md | grep '^|'
part '## Reliability' full.md | grep '^|'
goldpin report partial.json > partial.md
sed -n 1,5p partial.md
part '## Targets' partial.md | cut -d'|' -f2,5-7
part '## Reliability' partial.md | grep '^|'
part '## What is missing' partial.md
goldpin report four.json > four.md
part '## Targets' four.md | cut -d'|' -f2,5-7
part '## Head to head' four.md | grep -v '^Pairs'
--- stdout
$ cp "$ROOT"/tests/data/report/published/*.json .
$ goldpin report full.json > full.md
$ part '## Targets' full.md | cut -d'|' -f2,5-8
## Targets

 Target | Passed | Pass rate [95%], 0 to 100% | Score [95%] | Total, median (s) 
 :-- | --: | --: | --: | --: 
 `api` | 12 of 15 | 80% [55%, 93%] `······├──●┤·` | 0.57 [0.45, 0.70] | 8.00 

$ part '## Speed' full.md | grep '^|'
| Target | Timed | Total (s) | Total, mean (s) [95%] |
| :-- | --: | --: | --: |
| `api` | 15 | 8.00 | 23.3 [4.76, 41.8] |
$ part '## Reliability' full.md | grep '^|'
| Target | Asked | Answered | Rate [95%] | Broke | How | Not applicable |
| :-- | --: | --: | --: | --: | :-- | --: |
| `api` | 15 | 15 | 100% [80%, 100%] | 0 | nothing broke | 0 |
$ goldpin report partial.json > partial.md
$ sed -n 1,5p partial.md
# goldpin report: 3 of 15 cases

**No verdict: 1 of 3 trials broke, 0 allowed.**

**Partial run, interrupted:** 3 of 15 planned trials ended; 12 were never run. Every number below is of those that ended. Nothing is said of the others.
$ part '## Targets' partial.md | cut -d'|' -f2,5-7
## Targets

 Target | Passed | Pass rate [95%], 0 to 100% | Score [95%] 
 :-- | --: | --: | --: 
 `local` | 2 of 2, 1 broke, 12 not run | 100% [34%, 100%] `····├──────●` | 0.65 [0.28, 1.00] 

$ part '## Reliability' partial.md | grep '^|'
| Target | Asked | Answered | Rate [95%] | Broke | How | Not applicable |
| :-- | --: | --: | --: | --: | :-- | --: |
| `local` | 3 | 2 | 67% [21%, 94%] | 1 | timeout 1 | 0 |
$ part '## What is missing' partial.md
## What is missing

- 12 planned trials were not run (interrupted)
- broke: `published/test-03/local/1`: timeout; no answer within 300 s

$ goldpin report four.json > four.md
$ part '## Targets' four.md | cut -d'|' -f2,5-7
## Targets

 Target | Passed | Pass rate [95%], 0 to 100% | Score [95%] 
 :-- | --: | --: | --: 
 `model-a` | 6 of 15 | 40% [20%, 64%] `··├─●──┤····` | 0.80 [0.70, 0.90] 
 `model-b` | 5 of 15 | 33% [15%, 58%] `··├─●─┤·····` | 0.78 [0.69, 0.87] 
 `model-c` | 6 of 15 | 40% [20%, 64%] `··├─●──┤····` | 0.72 [0.59, 0.85] 
 `model-d` | 5 of 15 | 33% [15%, 58%] `··├─●─┤·····` | 0.66 [0.53, 0.79] 

$ part '## Head to head' four.md | grep -v '^Pairs'
## Head to head


| A | B | Cases | A better | B better | Ties | Passed by A alone, B alone | A minus B [95%] | p | Could have shown | A is |
| :-- | :-- | --: | --: | --: | --: | --: | --: | --: | --: | :-- |
| `model-a` | `model-b` | 15 | 4 | 3 | 8 | 1, 0 | +0.02 [-0.07, +0.11] | 1.00 | 0.13 | inconclusive |
| `model-a` | `model-c` | 15 | 7 | 3 | 5 | 3, 3 | +0.08 [-0.09, +0.25] | 1.00 | 0.24 | inconclusive |
| `model-a` | `model-d` | 15 | 8 | 2 | 5 | 3, 2 | +0.14 [-0.01, +0.29] | 0.36 | 0.22 | inconclusive |
| `model-b` | `model-c` | 15 | 8 | 4 | 3 | 3, 4 | +0.06 [-0.11, +0.23] | 1.00 | 0.24 | inconclusive |
| `model-b` | `model-d` | 15 | 10 | 2 | 3 | 2, 2 | +0.12 [-0.01, +0.25] | 0.34 | 0.18 | inconclusive |
| `model-c` | `model-d` | 15 | 7 | 5 | 3 | 6, 5 | +0.06 [-0.18, +0.30] | 1.00 | 0.33 | inconclusive |

These cases tell 0 of 6 pairs apart; where it says inconclusive, they cannot.

--- stderr
--- exit 0
