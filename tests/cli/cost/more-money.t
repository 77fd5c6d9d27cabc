# What was not sent for lack of money is sent by --resume with more; the fingerprint is that of a run that had it at once.
mini "$(for i in $(seq 10 19); do one_case "c$i" "$i + 1" $((i + 1)); [ "$i" = 19 ] || echo ,; done)"
server --requests seen
targets '"price": {"input_per_mtok": 0, "output_per_mtok": 1000000}, "sampling": {"max_tokens": 2}'
goldpin run mini -q --max-cost 5 -o out > poor || echo "exit $?"
wc -l < seen
goldpin run --resume out -q --max-cost 50 > rich
wc -l < seen
goldpin run mini -q -o whole > whole.log
grep fingerprint rich > x
grep fingerprint whole.log | cmp - x && echo 'the same fingerprint'
grep cost rich
goldpin run mini --replay out -q -o again | grep -c passed
--- stdout
$ mini "$(for i in $(seq 10 19); do one_case "c$i" "$i + 1" $((i + 1)); [ "$i" = 19 ] || echo ,; done)"
$ server --requests seen
$ targets '"price": {"input_per_mtok": 0, "output_per_mtok": 1000000}, "sampling": {"max_tokens": 2}'
$ goldpin run mini -q --max-cost 5 -o out > poor || echo "exit $?"
exit 3
$ wc -l < seen
4
$ goldpin run --resume out -q --max-cost 50 > rich
$ wc -l < seen
10
$ goldpin run mini -q -o whole > whole.log
$ grep fingerprint rich > x
$ grep fingerprint whole.log | cmp - x && echo 'the same fingerprint'
the same fingerprint
$ grep cost rich
cost        10.000000 USD; of the budget of 50 USD, 10.000000 are used
$ goldpin run mini --replay out -q -o again | grep -c passed
1
--- stderr
--- exit 0
