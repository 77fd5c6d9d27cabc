# The suite run with each file: flipped verdicts against the reference, in pairs of the same case; a bundle like that of any run.
pocket
file=suites/smoke/pocket/pocket.gguf
mkdir other
cp $file other/pocket.gguf
cp $file zeroed.gguf
dd if=/dev/zero of=zeroed.gguf bs=1000 seek=700 count=1500 conv=notrunc 2> /dev/null
goldpin ladder $file other/pocket.gguf zeroed.gguf --suite suites/smoke --bundle out | sed 's/| [0-9.]* |$/| SPEED |/'
goldpin ladder $file zeroed.gguf --suite suites/smoke --repeat 2 --bundle twice --json > ladder.json
field ladder.json '/models/*' file trials graded passed
field ladder.json /models/1/against_reference pairs difference same_answers finding
field ladder.json '/models/1/against_reference/lost/*' case | wc -l
# The same numbers stand in the reports of the run.
field out/results.json '/targets/*' name | paste -s -d ' ' -
field out/manifest.json '/targets/*' name spec
goldpin verify out | grep -e verdicts -e rerun
goldpin ladder $file zeroed.gguf --suite suites/smoke --margin 1 --bundle wide | grep zeroed.gguf | head -n 1 | cut -d '|' -f 12
goldpin ladder $file other/pocket.gguf --suite suites/smoke --text $file || echo "exit $?"
goldpin ladder $file other/pocket.gguf --suite suites/smoke --window 64 || echo "exit $?"
goldpin ladder $file other/pocket.gguf --text $file --repeat 2 || echo "exit $?"
goldpin ladder $file other/pocket.gguf || echo "exit $?"
goldpin ladder $file none.gguf --suite suites/smoke --bundle never || echo "exit $?"
goldpin ladder $file other/pocket.gguf --suite suites/none --bundle never || echo "exit $?"
ls never || echo 'nothing was written'
--- stdout
$ pocket
$ file=suites/smoke/pocket/pocket.gguf
$ mkdir other
$ cp $file other/pocket.gguf
$ cp $file zeroed.gguf
$ dd if=/dev/zero of=zeroed.gguf bs=1000 seek=700 count=1500 conv=notrunc 2> /dev/null
$ goldpin ladder $file other/pocket.gguf zeroed.gguf --suite suites/smoke --bundle out | sed 's/| [0-9.]* |$/| SPEED |/'
# Quantization ladder on `smoke`

23 cases, 23 trials of each file. All answers: `out`.

| File | Type | Weights | Passed [95%] | Not graded | Lost | Gained | Score [95%] | p | Same answers | Against the reference | Tokens/s |
| :-- | :-- | --: | --: | --: | --: | --: | --: | --: | --: | :-- | --: |
| `pocket.gguf` | Q8_0 | 2.9 MB | 22 of 23, 96% [79%, 99%] | 0 | – | – | – | – | – | reference | SPEED |
| `pocket.gguf (pocket-2)` | Q8_0 | 2.9 MB | 22 of 23, 96% [79%, 99%] | 0 | 0 | 0 | +0.000 [-0.086, +0.086] | 1.000 | 23 of 23 | equal | SPEED |
| `zeroed.gguf` | Q8_0 | 2.9 MB | 0 of 23, 0% [0%, 14%] | 0 | 22 | 0 | -0.884 [-1.000, -0.750] | < 0.001 | 1 of 23 | worse | SPEED |

## Flipped verdicts

### `zeroed.gguf`

- passed by the reference alone: `copy-letters`, `copy-words`, `count-once`, `json-one-key`, `json-three-keys`, `recall-name`, `record-code`, `record-four-fields`, `record-number`, `refuse-gas`, `refuse-witness`, `repeat-word`, `reverse-letters`, `reverse-word`, `sum-carry`, `sum-one-digit`, `sum-two-digits`, `system-capitals`, `upper-word`, `yesno-even`, `yesno-last-letter`, `yesno-more`

## Neighbours by size

| Larger | Smaller | Size | Larger alone passes | Smaller alone passes | Score [95%] | p | The larger is |
| :-- | :-- | --: | --: | --: | --: | --: | :-- |
| `pocket.gguf (pocket-2)` | `zeroed.gguf` | 1.00 (the same memory) | 22 | 0 | +0.884 [+0.750, +1.000] | < 0.001 | better |

A case passes where all its repeats do. Lost: the reference alone passes; gained: this file alone. Score: difference of mean scores by pairs of the same case, with its 95% interval, which is never of width 0; p from exchanging the two within pairs, corrected by Holm for the number of files. Better or worse: the interval leaves out 0 and p < 0.05; equal: the same text in every answer. All but the speed is the same on every machine.
$ goldpin ladder $file zeroed.gguf --suite suites/smoke --repeat 2 --bundle twice --json > ladder.json
$ field ladder.json '/models/*' file trials graded passed
pocket.gguf 46 46 44
zeroed.gguf 46 46 0
$ field ladder.json /models/1/against_reference pairs difference same_answers finding
23 -0.8840579710144929 1 worse
$ field ladder.json '/models/1/against_reference/lost/*' case | wc -l
22
$ field out/results.json '/targets/*' name | paste -s -d ' ' -
pocket pocket-2 zeroed
$ field out/manifest.json '/targets/*' name spec
pocket pocket=local:suites/smoke/pocket/pocket.gguf
pocket-2 pocket-2=local:other/pocket.gguf
zeroed zeroed=local:zeroed.gguf
$ goldpin verify out | grep -e verdicts -e rerun
verdicts   holds     69 trials judged again: verdicts, numbers and fingerprint are the same
rerun      holds     69 local trials asked again, 69 bitwise
$ goldpin ladder $file zeroed.gguf --suite suites/smoke --margin 1 --bundle wide | grep zeroed.gguf | head -n 1 | cut -d '|' -f 12
 equal 
$ goldpin ladder $file other/pocket.gguf --suite suites/smoke --text $file || echo "exit $?"
exit 2
$ goldpin ladder $file other/pocket.gguf --suite suites/smoke --window 64 || echo "exit $?"
exit 2
$ goldpin ladder $file other/pocket.gguf --text $file --repeat 2 || echo "exit $?"
exit 2
$ goldpin ladder $file other/pocket.gguf || echo "exit $?"
exit 2
$ goldpin ladder $file none.gguf --suite suites/smoke --bundle never || echo "exit $?"
exit 2
$ goldpin ladder $file other/pocket.gguf --suite suites/none --bundle never || echo "exit $?"
exit 2
$ ls never || echo 'nothing was written'
nothing was written
--- stderr
$ goldpin ladder $file other/pocket.gguf zeroed.gguf --suite suites/smoke --bundle out | sed 's/| [0-9.]* |$/| SPEED |/'
goldpin: 69 trials (23 cases, 3 files)
$ goldpin ladder $file zeroed.gguf --suite suites/smoke --repeat 2 --bundle twice --json > ladder.json
goldpin: 92 trials (23 cases, 2 files)
$ goldpin ladder $file zeroed.gguf --suite suites/smoke --margin 1 --bundle wide | grep zeroed.gguf | head -n 1 | cut -d '|' -f 12
goldpin: 46 trials (23 cases, 2 files)
$ goldpin ladder $file other/pocket.gguf --suite suites/smoke --text $file || echo "exit $?"
goldpin: give either --text or --suite
$ goldpin ladder $file other/pocket.gguf --suite suites/smoke --window 64 || echo "exit $?"
goldpin: --window, --stride and --svg are for --text
$ goldpin ladder $file other/pocket.gguf --text $file --repeat 2 || echo "exit $?"
goldpin: --bundle and --repeat are for --suite
$ goldpin ladder $file other/pocket.gguf || echo "exit $?"
goldpin: --text is missing: the file with the text that is to be predicted (or --suite: the suite to run)
$ goldpin ladder $file none.gguf --suite suites/smoke --bundle never || echo "exit $?"
goldpin: cannot open none.gguf: No such file or directory
$ goldpin ladder $file other/pocket.gguf --suite suites/none --bundle never || echo "exit $?"
goldpin: cannot open suites/none: No such file or directory
$ ls never || echo 'nothing was written'
ls: cannot access 'never': No such file or directory
--- exit 0
