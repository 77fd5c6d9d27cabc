# Runs are collected once each; a regression has the date of the run that brought it; the report draws it.
pocket
file=suites/smoke/pocket/pocket.gguf
cp $file worse.gguf
i=0
while [ $i -lt 200 ]; do
    printf '\177\177\177' | dd of=worse.gguf bs=1 seek=$((700000 + i * 10000)) conv=notrunc 2> /dev/null
    i=$((i + 1))
done
goldpin run suites/smoke -q -t pocket=local:$file -o r1 > said
goldpin history add r1
goldpin run suites/smoke -q -t pocket=local:worse.gguf -o r2 > said || echo "exit $?"
goldpin run suites/smoke -q -t pocket=local:worse.gguf -o r3 > said || echo "exit $?"
goldpin history add r2 r3 r1
goldpin history list | cut -d ' ' -f 3-
goldpin history list --json | field - '/*' run suites targets trials passed exit_code
goldpin history trend smoke | sed 's/^| 20[0-9-]*/| DAY/; s/since 20[0-9-]*/since DAY/'
goldpin history trend smoke count-once -t pocket --json | field - '/*' case finding | sed 's/20[0-9]*-[0-9-]*/DAY/'
goldpin report r3 --html r3.html --history goldpin-history.sqlite
grep -c 'id="trend"' r3.html
grep -o '<b>Pass rate over time</b>' r3.html
goldpin report r3 --history goldpin-history.sqlite | grep -A 4 '^## Trend' | head -n 1
goldpin history trend smoke --svg new/trend.svg > /dev/null && head -c 4 new/trend.svg && echo
goldpin history trend other || echo "exit $?"
goldpin history trend smoke none || echo "exit $?"
goldpin history trend smoke -t none || echo "exit $?"
--- stdout
$ pocket
$ file=suites/smoke/pocket/pocket.gguf
$ cp $file worse.gguf
$ i=0
$ while [ $i -lt 200 ]; do ...
$ goldpin run suites/smoke -q -t pocket=local:$file -o r1 > said
$ goldpin history add r1
added       r1
$ goldpin run suites/smoke -q -t pocket=local:worse.gguf -o r2 > said || echo "exit $?"
exit 1
$ goldpin run suites/smoke -q -t pocket=local:worse.gguf -o r3 > said || echo "exit $?"
exit 1
$ goldpin history add r2 r3 r1
added       r2
added       r3
there already r1
$ goldpin history list | cut -d ' ' -f 3-
22 of 23 passed, 0 broke  smoke on pocket  r1
0 of 23 passed, 0 broke  smoke on pocket  r2
0 of 23 passed, 0 broke  smoke on pocket  r3
$ goldpin history list --json | field - '/*' run suites targets trials passed exit_code
r1 smoke pocket 23 22 0
r2 smoke pocket 23 0 1
r3 smoke pocket 23 0 1
$ goldpin history trend smoke | sed 's/^| 20[0-9-]*/| DAY/; s/since 20[0-9-]*/since DAY/'
### `smoke` on `pocket`

Worse since DAY (run r2): 95.7 points over 23 cases that it shares with what was before.

| Day | Run | Version | Passed | Pass rate | Difference (points) | Cases compared | This run is |
| :-- | :-- | :-- | --: | --: | --: | --: | :-- |
| DAY | `r1` | `1.0.0` | 22 of 23 | 96% [79%, 99%] | n/a | 0 | first of its line |
| DAY | `r2` | `1.0.0` | 0 of 23 | 0% [0%, 14%] | -95.7 [-100.0, -83.6] | 23 | **worse**; now failing: copy-letters, copy-words, count-once, json-one-key, json-three-keys and 17 more |
| DAY | `r3` | `1.0.0` | 0 of 23 | 0% [0%, 14%] | +0.0 [-8.6, +8.6] | 23 | inconclusive |

$ goldpin history trend smoke count-once -t pocket --json | field - '/*' case finding | sed 's/20[0-9]*-[0-9-]*/DAY/'
count-once 0 of 1 passed since DAY (run r2), which was otherwise before.
$ goldpin report r3 --html r3.html --history goldpin-history.sqlite
$ grep -c 'id="trend"' r3.html
1
$ grep -o '<b>Pass rate over time</b>' r3.html
<b>Pass rate over time</b>
$ goldpin report r3 --history goldpin-history.sqlite | grep -A 4 '^## Trend' | head -n 1
## Trend
$ goldpin history trend smoke --svg new/trend.svg > /dev/null && head -c 4 new/trend.svg && echo
<svg
$ goldpin history trend other || echo "exit $?"
exit 2
$ goldpin history trend smoke none || echo "exit $?"
exit 2
$ goldpin history trend smoke -t none || echo "exit $?"
exit 2
--- stderr
$ goldpin history trend other || echo "exit $?"
goldpin: the history has no trial of suite "other"; goldpin history list shows what it has
$ goldpin history trend smoke none || echo "exit $?"
goldpin: the history has no trial of suite "smoke", case "none"; goldpin history list shows what it has
$ goldpin history trend smoke -t none || echo "exit $?"
goldpin: the history has no trial of suite "smoke", target "none"; goldpin history list shows what it has
--- exit 0
