# What a budget refused depends on the order of replies: it is kept. A replay spends nothing and says what the run had spent.
mini "$(for i in $(seq 10 29); do one_case "c$i" "#delay=5 $i + 1" $((i + 1)); echo ,; done) $(one_case d '#500 1 + 1' 2)"
server
targets '"price": {"input_per_mtok": 0, "output_per_mtok": 1000000, "as_of": "2026-11-01"}, "sampling": {"max_tokens": 5}, "retry": {"on": ["server_error"], "max": 3, "base_s": 0}'
goldpin run mini -q -j 8 --max-cost 17.5 --record rec -o live > live.txt || echo "exit $?"
exec 9>&-
unplugged goldpin run mini -q --replay rec -o again > again.txt || echo "exit $?"
unplugged goldpin run mini -q --replay rec --max-cost 1 -o poor > /dev/null || echo "exit $?"
same_reports live again
field rec/exchanges.jsonl '/*/unsent' | grep -x budget | sort -u
field live/results.json /measured/counted_usd > live.usd
field again/results.json /measured/counted_usd | cmp - live.usd
field live/results.json '/trials/*/failure' | sort > live.kinds
field poor/results.json '/trials/*/failure' | sort | cmp - live.kinds
--- stdout
$ mini "$(for i in $(seq 10 29); do one_case "c$i" "#delay=5 $i + 1" $((i + 1)); echo ,; done) $(one_case d '#500 1 + 1' 2)"
$ server
$ targets '"price": {"input_per_mtok": 0, "output_per_mtok": 1000000, "as_of": "2026-11-01"}, "sampling": {"max_tokens": 5}, "retry": {"on": ["server_error"], "max": 3, "base_s": 0}'
$ goldpin run mini -q -j 8 --max-cost 17.5 --record rec -o live > live.txt || echo "exit $?"
exit 3
$ exec 9>&-
$ unplugged goldpin run mini -q --replay rec -o again > again.txt || echo "exit $?"
exit 3
$ unplugged goldpin run mini -q --replay rec --max-cost 1 -o poor > /dev/null || echo "exit $?"
exit 3
$ same_reports live again
$ field rec/exchanges.jsonl '/*/unsent' | grep -x budget | sort -u
budget
$ field live/results.json /measured/counted_usd > live.usd
$ field again/results.json /measured/counted_usd | cmp - live.usd
$ field live/results.json '/trials/*/failure' | sort > live.kinds
$ field poor/results.json '/trials/*/failure' | sort | cmp - live.kinds
--- stderr
--- exit 0
