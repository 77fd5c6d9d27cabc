# One byte of the weights changes: the pin names both digests, and without the pin the goldens are stale.
mkdir -p suites/smoke/pocket
cp "$ROOT/suites/smoke/suite.json" suites/smoke/
cp "$ROOT/suites/smoke/pocket/pocket.gguf" suites/smoke/pocket/
ln -s "$ROOT/golden" golden
size=$(wc -c < suites/smoke/pocket/pocket.gguf)
printf 'Z' | dd of=suites/smoke/pocket/pocket.gguf bs=1 seek=$((size - 5000)) conv=notrunc 2> /dev/null
goldpin run suites/smoke -q --filter 'sum-one*' -o out || echo "exit $?"
goldpin diff out golden | grep -o 'weights changed'
--- stdout
$ mkdir -p suites/smoke/pocket
$ cp "$ROOT/suites/smoke/suite.json" suites/smoke/
$ cp "$ROOT/suites/smoke/pocket/pocket.gguf" suites/smoke/pocket/
$ ln -s "$ROOT/golden" golden
$ size=$(wc -c < suites/smoke/pocket/pocket.gguf)
$ printf 'Z' | dd of=suites/smoke/pocket/pocket.gguf bs=1 seek=$((size - 5000)) conv=notrunc 2> /dev/null
$ goldpin run suites/smoke -q --filter 'sum-one*' -o out || echo "exit $?"
Gate failed: {*}stale{*}
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
next        goldpin diff out golden   shows what changed; goldpin bless out accepts it
exit 1
$ goldpin diff out golden | grep -o 'weights changed'
weights changed
--- stderr
--- exit 0
