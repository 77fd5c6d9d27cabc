# One flipped bit of the weights is named, and so is the first place where the logits part. What cannot be asked again is
# exit code 3 where it was asked for; a name that is no target is a mistake.
pocket
goldpin run suites/smoke --filter sum-carry -q -o run
cp suites/smoke/pocket/pocket.gguf other.gguf
printf '\100' | dd of=other.gguf bs=1 seek=300000 conv=notrunc 2> /dev/null
cmp -s suites/smoke/pocket/pocket.gguf other.gguf || echo another
goldpin verify run --model other.gguf --json found.json > said || echo "exit $?"
grep -v ' holds  \| not made ' said | sed 's/-\{0,1\}[0-9]*\.[0-9]\{6\}/NUMBER/g'
field found.json /rerun/0/likeness
cp suites/smoke/pocket/pocket.gguf mine.gguf
goldpin run suites/smoke --filter sum-carry -q -t local:mine.gguf -o mine --fail-under 0 > /dev/null
printf '{"targets": {"house": {"provider": "local", "model": "mine.gguf"}}}\n' > goldpin.json
goldpin run suites/smoke --filter sum-carry -q -t house -o named --fail-under 0 > /dev/null
goldpin verify named | tail -n 2
mv mine.gguf elsewhere.gguf
goldpin verify mine --rerun all > said || echo "exit $?"
tail -n 2 said
goldpin verify mine --model elsewhere.gguf | tail -n 2
goldpin verify run --model nobody=other.gguf || echo "exit $?"
goldpin verify suites/smoke || echo "exit $?"
--- stdout
$ pocket
$ goldpin run suites/smoke --filter sum-carry -q -o run
Gate passed: 1 of 1 trial passed (1 of 23 cases); goldens: 1 matches; no trial broke.
fingerprint sha256:HEX
bundle      run
reports     run/report.md run/report.html run/junit.xml run/results.json
$ cp suites/smoke/pocket/pocket.gguf other.gguf
$ printf '\100' | dd of=other.gguf bs=1 seek=300000 conv=notrunc 2> /dev/null
$ cmp -s suites/smoke/pocket/pocket.gguf other.gguf || echo another
another
$ goldpin verify run --model other.gguf --json found.json > said || echo "exit $?"
exit 1
$ grep -v ' holds  \| not made ' said | sed 's/-\{0,1\}[0-9]*\.[0-9]\{6\}/NUMBER/g'
rerun      differs   1 local trial asked again, 1 token
  the weights' digest was HEX, is HEX
  the tensors' digest was HEX, is HEX
  first difference: trial smoke/sum-carry/pocket/1: the tokens are the same, their logits are not, reply 1, position 1
    then: token 49 "1", log-probability NUMBER, margin of the two highest logits NUMBER
    now:  token 49 "1", log-probability NUMBER, margin of the two highest logits NUMBER
The evidence differs from what the bundle says.
$ field found.json /rerun/0/likeness
token
$ cp suites/smoke/pocket/pocket.gguf mine.gguf
$ goldpin run suites/smoke --filter sum-carry -q -t local:mine.gguf -o mine --fail-under 0 > /dev/null
$ printf '{"targets": {"house": {"provider": "local", "model": "mine.gguf"}}}\n' > goldpin.json
$ goldpin run suites/smoke --filter sum-carry -q -t house -o named --fail-under 0 > /dev/null
$ goldpin verify named | tail -n 2
rerun      holds     1 local trial asked again, 1 bitwise
The bundle is what it says.
$ mv mine.gguf elsewhere.gguf
$ goldpin verify mine --rerun all > said || echo "exit $?"
exit 3
$ tail -n 2 said
rerun      not made  the model of mine was not found; say where it is with --model mine=FILE
What was asked for could not be run again; what could be checked holds.
$ goldpin verify mine --model elsewhere.gguf | tail -n 2
rerun      holds     1 local trial asked again, 1 bitwise
The bundle is what it says.
$ goldpin verify run --model nobody=other.gguf || echo "exit $?"
exit 2
$ goldpin verify suites/smoke || echo "exit $?"
exit 2
--- stderr
$ goldpin verify run --model nobody=other.gguf || echo "exit $?"
goldpin: --model nobody=other.gguf: the bundle has no such local target; it has pocket
$ goldpin verify suites/smoke || echo "exit $?"
goldpin: suites/smoke is no bundle: it has no manifest.json
--- exit 0
