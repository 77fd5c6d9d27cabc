# Whoever goes on with a run need not remember its limit.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3), $(one_case c '1 + 3' 4)"
server --requests seen
targets '"price": {"input_per_mtok": 0, "output_per_mtok": 1000000}, "sampling": {"max_tokens": 2}'
goldpin run mini -q -j 1 --max-cost 2.5 -o out > /dev/null || echo "exit $?"
rm out/results.json out/SHA256SUMS
goldpin run --resume out -q -j 1 | tail -n 1
wc -l < seen
goldpin run --resume out -q -j 1 --max-cost 50 | tail -n 1
wc -l < seen
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3), $(one_case c '1 + 3' 4)"
$ server --requests seen
$ targets '"price": {"input_per_mtok": 0, "output_per_mtok": 1000000}, "sampling": {"max_tokens": 2}'
$ goldpin run mini -q -j 1 --max-cost 2.5 -o out > /dev/null || echo "exit $?"
exit 3
$ rm out/results.json out/SHA256SUMS
$ goldpin run --resume out -q -j 1 | tail -n 1
cost        1.000000 USD; of the budget of 2.5 USD, 1.000000 are used
$ wc -l < seen
1
$ goldpin run --resume out -q -j 1 --max-cost 50 | tail -n 1
cost        3.000000 USD; of the budget of 50 USD, 3.000000 are used
$ wc -l < seen
3
--- stderr
--- exit 0
