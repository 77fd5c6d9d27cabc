# Before a run: what a difference needs, what the cases show, what it costs. Guesses are called guesses.
mini "$(one_case a '2 + 3' 5), $(one_case b '2 + 4' 6), $(one_case c '2 + 5' 7)"
goldpin plan mini --detect 0.1
goldpin plan mini --detect 0.1 --pass-rate 0.9 --discordance 0.05 --power 0.9 | head -n 9
sed -i 's/"messages"/"cluster": "one", "messages"/g' mini/suite.json
echo '{"targets": {"paid": {"provider": "openai", "model": "m", "price": {"input_per_mtok": 1, "output_per_mtok": 8}, "sampling": {"max_tokens": 100}}, "open": {"provider": "openai", "model": "m", "price": {"input_per_mtok": 1, "output_per_mtok": 8}}, "unknown": {"provider": "openai", "model": "m"}, "here": {"provider": "local", "model": "m.gguf"}}}' > goldpin.json
goldpin plan mini --detect 0.1 --repeat 4
goldpin plan mini --json -t paid --correlation 0 --repeat 2
server
goldpin run mini -q -t "paid=openai:m@$URL" --repeat 3 -o out > /dev/null || echo "exit $?"
goldpin plan mini --repeat 3 --from out -t paid | head -n 12
goldpin plan mini --detect 0 || echo "exit $?"
goldpin plan nothing || echo "exit $?"
--- stdout
$ mini "$(one_case a '2 + 3' 5), $(one_case b '2 + 4' 6), $(one_case c '2 + 5' 7)"
$ goldpin plan mini --detect 0.1
Assumed:

| what | value | from |
| :-- | --: | :-- |
| cases that pass | 80% | a guess |
| cases that one of two targets passes alone | 16% | a guess |

To show a difference of 10 points between two targets on the same cases, with a chance of 80%: **143 cases**.

With the 3 cases at hand:

- no difference, however large, is shown with a chance of 80%; a difference of 10 points with one of 0.11%
- a pass rate of 80% would have the 95% interval 29% to 98%
$ goldpin plan mini --detect 0.1 --pass-rate 0.9 --discordance 0.05 --power 0.9 | head -n 9
Assumed:

| what | value | from |
| :-- | --: | :-- |
| cases that pass | 90% | given |
| cases that one of two targets passes alone | 5% | given |

To show a difference of 10 points between two targets on the same cases, with a chance of 90%: **121 cases**.

$ sed -i 's/"messages"/"cluster": "one", "messages"/g' mini/suite.json
$ echo '{"targets": {"paid": {"provider": "openai", "model": "m", "price": {"input_per_mtok": 1, "output_per_mtok": 8}, "sampling": {"max_tokens": 100}}, "open": {"provider": "openai", "model": "m", "price": {"input_per_mtok": 1, "output_per_mtok": 8}}, "unknown": {"provider": "openai", "model": "m"}, "here": {"provider": "local", "model": "m.gguf"}}}' > goldpin.json
$ goldpin plan mini --detect 0.1 --repeat 4
Assumed:

| what | value | from |
| :-- | --: | :-- |
| cases that pass | 80% | a guess |
| cases that one of two targets passes alone | 16% | a guess |
| variance that repeats average away | 50% | a guess |
| cases in the cluster of a case | 3.0 | the suite |
| correlation of cases in a cluster | 50% | a guess |

To show a difference of 10 points between two targets on the same cases, with a chance of 80%: **179 cases** with 4 answers each.

With the 3 cases at hand and 4 answers to each:

- no difference, however large, is shown with a chance of 80%; a difference of 10 points with one of 0.05%
- a pass rate of 80% would have the 95% interval 18% to 99%

Cost of the run (USD):

| target | the cases at hand | the cases needed | how |
| :-- | --: | --: | :-- |
| paid | 0.0096 | 0.5757 | if every reply has max_tokens; 4 bytes of text are taken for a token |
| open | n/a | n/a | no "max_tokens" limits a reply |
| unknown | n/a | n/a | no price is known; give it "price" in the targets file |
| here | 0.00 | 0.00 | runs on this machine |
$ goldpin plan mini --json -t paid --correlation 0 --repeat 2
{
  "detect": null,
  "power": 0.8,
  "level": 0.05,
  "repeat": 2,
  "assumed": {
    "pass_rate": {
      "value": 0.8,
      "from": "guess"
    },
    "discordance": {
      "value": 0.15999999999999998,
      "from": "guess"
    },
    "noise": {
      "value": 0.5,
      "from": "guess"
    },
    "correlation": {
      "value": 0,
      "from": "given"
    }
  },
  "cases": 3,
  "cluster_size": 3,
  "cases_needed": null,
  "detectable": null,
  "power_at_hand": null,
  "pass_rate_ci95": [
    0.28772734913130915,
    0.9753744318156724
  ],
  "targets": [
    {
      "name": "paid",
      "usd_per_trial": 0.000804,
      "how": "if every reply has max_tokens; 4 bytes of text are taken for a token"
    }
  ]
}
$ server
$ goldpin run mini -q -t "paid=openai:m@$URL" --repeat 3 -o out > /dev/null || echo "exit $?"
$ goldpin plan mini --repeat 3 --from out -t paid | head -n 12
Assumed:

| what | value | from |
| :-- | --: | :-- |
| cases that pass | 95% | measured in the earlier run |
| cases that one of two targets passes alone | 4.75% | a guess |
| variance that repeats average away | 0% | measured in the earlier run |
| cases in the cluster of a case | 3.0 | the suite |
| correlation of cases in a cluster | 50% | a guess |

With the 3 cases at hand and 3 answers to each:

$ goldpin plan mini --detect 0 || echo "exit $?"
exit 2
$ goldpin plan nothing || echo "exit $?"
exit 2
--- stderr
$ goldpin plan mini --detect 0 || echo "exit $?"
goldpin: --detect needs a number from 0.0001 to 1, not "0"
$ goldpin plan nothing || echo "exit $?"
goldpin: cannot open nothing: No such file or directory
--- exit 0
