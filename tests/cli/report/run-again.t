# The commands of a report do what it says: they name the context and the number format that decide a local model's bits, and
# the targets file where a target stands in one.
pocket
mini "$(one_case sum 'Compute 1 + 1' 3)"
sed -i 's/"cases"/"defaults": {"max_tokens": 4}, "cases"/' mini/suite.json
goldpin run mini -q -t local:suites/smoke/pocket/pocket.gguf --kv f16 --context 100 -o a > /dev/null || echo "exit $?"
again=$(sed -n '/--filter/d;s/^> \(goldpin run .* --seed .*\)/\1/p' a/report.md)
echo "$again"
$again -q -o b > b.txt || echo "exit $?"
goldpin diff a b
server
targets '"stream": false'
goldpin run mini -q -o c > /dev/null || echo "exit $?"
grep -A 1 '^> # .*ask again\|^> # with' c/report.md
--- stdout
$ pocket
$ mini "$(one_case sum 'Compute 1 + 1' 3)"
$ sed -i 's/"cases"/"defaults": {"max_tokens": 4}, "cases"/' mini/suite.json
$ goldpin run mini -q -t local:suites/smoke/pocket/pocket.gguf --kv f16 --context 100 -o a > /dev/null || echo "exit $?"
exit 1
$ again=$(sed -n '/--filter/d;s/^> \(goldpin run .* --seed .*\)/\1/p' a/report.md)
$ echo "$again"
goldpin run mini/suite.json -t local:suites/smoke/pocket/pocket.gguf --seed 1 --context 100 --kv f16
$ $again -q -o b > b.txt || echo "exit $?"
exit 1
$ goldpin diff a b
1 the same

$ server
$ targets '"stream": false'
$ goldpin run mini -q -o c > /dev/null || echo "exit $?"
exit 1
$ grep -A 1 '^> # .*ask again\|^> # with' c/report.md
> # ask again, with the targets file of this run: ./goldpin.json, or -c FILE
> goldpin run mini/suite.json -t t --filter sum --seed 1
--
> # with the targets file of this run: ./goldpin.json, or -c FILE
> goldpin run mini/suite.json -t t --seed 1
--- stderr
--- exit 0
