# Sixteen in flight, money for three bounds at a time. Output is 1 USD per token and input free: a bound is 5 USD, an answer
# costs 1. The thirteenth is the last for which 5 USD are left; the others are listed as not sent.
mini "$(for i in $(seq 10 49); do one_case "c$i" "#delay=5 $i + 1" $((i + 1)); [ "$i" = 49 ] || echo ,; done)"
server --requests seen
targets '"price": {"input_per_mtok": 0, "output_per_mtok": 1000000}, "sampling": {"max_tokens": 5}'
goldpin run mini -q -j 16 --max-cost 17.5 -o out || echo "exit $?"
wc -l < seen
field out/results.json '/trials/*/failure' | grep -cx budget
field out/results.json '/trials/*/error' | sort -u
grep -o '^Budget: .* of' out/report.md
--- stdout
$ mini "$(for i in $(seq 10 49); do one_case "c$i" "#delay=5 $i + 1" $((i + 1)); [ "$i" = 49 ] || echo ,; done)"
$ server --requests seen
$ targets '"price": {"input_per_mtok": 0, "output_per_mtok": 1000000}, "sampling": {"max_tokens": 5}'
$ goldpin run mini -q -j 16 --max-cost 17.5 -o out || echo "exit $?"
No verdict: 27 of 40 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
cost        13.000000 USD; of the budget of 17.5 USD, 13.000000 are used
exit 3
$ wc -l < seen
13
$ field out/results.json '/trials/*/failure' | grep -cx budget
27
$ field out/results.json '/trials/*/error' | sort -u
not sent: it may cost 5.000000 USD, and of the budget of 17.5 USD, 13.000000 are used
null
$ grep -o '^Budget: .* of' out/report.md
Budget: 13.00 of 17.50 USD. Where the cost of
--- stderr
--- exit 0
