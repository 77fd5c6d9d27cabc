# The same bytes under another file name are the same evidence; goldens under the other name are named.
pocket
rm golden
cp -r "$ROOT/golden" golden
cp suites/smoke/pocket/pocket.gguf other.gguf
goldpin run suites/smoke -q -o a > a.said
goldpin run suites/smoke -q -t local:other.gguf -o b > b.said || echo "exit $?"
goldpin diff a b
sed 's/^bundle.*//; s/^reports.*//' b.said
field b/results.json /trials/0/golden
test "$(grep ^fingerprint a.said)" = "$(grep ^fingerprint b.said)" && echo 'the same fingerprint'
goldpin run suites/smoke -q -t pocket=local:other.gguf -o c | head -n 1
test "$(field a/results.json /fingerprint)" = "$(field c/results.json /fingerprint)" && echo 'the same fingerprint'
goldpin run suites/smoke -q -t one=local:other.gguf -t two=local:suites/smoke/pocket/pocket.gguf -o d > d.said || echo "exit $?"
goldpin run suites/smoke -q -t z=local:suites/smoke/pocket/pocket.gguf -t b=local:other.gguf -o e > e.said || echo "exit $?"
test "$(field d/results.json /fingerprint)" = "$(field e/results.json /fingerprint)" && echo 'the same fingerprint'
--- stdout
$ pocket
$ rm golden
$ cp -r "$ROOT/golden" golden
$ cp suites/smoke/pocket/pocket.gguf other.gguf
$ goldpin run suites/smoke -q -o a > a.said
$ goldpin run suites/smoke -q -t local:other.gguf -o b > b.said || echo "exit $?"
exit 1
$ goldpin diff a b
23 the same

target pocket
  name: pocket -> other
  model: pocket.gguf -> other.gguf

$ sed 's/^bundle.*//; s/^reports.*//' b.said
Gate failed: 1 of 23 trials failed.
fingerprint sha256:HEX


next        23 goldens are missing; goldpin bless b accepts this run's answers, failing ones only with --failing
flagged     goldens of the same weights stand under the target's name pocket: give the target that name (-t pocket=PROVIDER:MODEL, or in the targets file) to compare with them
$ field b/results.json /trials/0/golden
{"state":"missing","mode":"logits","text":"no golden has been accepted yet under this name, but one of the same weights stands under the target's name pocket: give the target that name (-t pocket=local:FILE), or accept these answers as well"}
$ test "$(grep ^fingerprint a.said)" = "$(grep ^fingerprint b.said)" && echo 'the same fingerprint'
the same fingerprint
$ goldpin run suites/smoke -q -t pocket=local:other.gguf -o c | head -n 1
Gate passed: 22 of 23 trials passed; no trial failed unexpectedly (1 known failure accepted); goldens: 23 match; no trial broke.
$ test "$(field a/results.json /fingerprint)" = "$(field c/results.json /fingerprint)" && echo 'the same fingerprint'
the same fingerprint
$ goldpin run suites/smoke -q -t one=local:other.gguf -t two=local:suites/smoke/pocket/pocket.gguf -o d > d.said || echo "exit $?"
exit 1
$ goldpin run suites/smoke -q -t z=local:suites/smoke/pocket/pocket.gguf -t b=local:other.gguf -o e > e.said || echo "exit $?"
exit 1
$ test "$(field d/results.json /fingerprint)" = "$(field e/results.json /fingerprint)" && echo 'the same fingerprint'
the same fingerprint
--- stderr
--- exit 0
