# One byte of the weights changes: the pin names both digests, and without the pin the goldens are stale.
mkdir -p suites/smoke/pocket
cp "$ROOT/suites/smoke/suite.json" suites/smoke/
cp "$ROOT/suites/smoke/pocket/pocket.gguf" suites/smoke/pocket/
ln -s "$ROOT/golden" golden
size=$(wc -c < suites/smoke/pocket/pocket.gguf)
printf 'Z' | dd of=suites/smoke/pocket/pocket.gguf bs=1 seek=$((size - 5000)) conv=notrunc 2> /dev/null
goldpin run suites/smoke -q --filter 'sum-one*' -o out || echo "exit $?"
goldpin diff out golden
--- stdout
Gate failed: 1 of 1 trial failed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/junit.xml out/results.json
next        1 golden is missing; goldpin bless out accepts this run's answers
exit 1
--- stderr
goldpin: cannot open golden: No such file or directory
--- exit 2
