# What the targets file said of a target is part of the recording: sampling, price, further members of the body.
mini
cat > cloud.json << 'END'
{"targets": {"cloud": {"provider": "openai", "model": "m", "base_url": "BASE", "headers": {"X-Team": "team-0123456789"}, "sampling": {"temperature": 0.5, "stop": ["END"]},
  "timeout": {"total_s": 50}, "price": {"input_per_mtok": 1000, "output_per_mtok": 2000, "as_of": "2026-11-01"}, "extra": {"reasoning_effort": "low"}}}}
END
server
sed -i "s|BASE|$URL|" cloud.json
goldpin run mini -q -c cloud.json --record rec -o live > live.txt
exec 9>&-
unplugged goldpin run mini -q --replay rec -o again > again.txt
same_reports live again
field again/results.json '/targets/*/measured/cost_usd'
field rec/exchanges.jsonl '/*/request/reasoning_effort'
grep -c 'X-Team\|team-01' rec/recording.json || true
--- stdout
$ mini
$ cat > cloud.json << 'END' ...
$ server
$ sed -i "s|BASE|$URL|" cloud.json
$ goldpin run mini -q -c cloud.json --record rec -o live > live.txt
$ exec 9>&-
$ unplugged goldpin run mini -q --replay rec -o again > again.txt
$ same_reports live again
$ field again/results.json '/targets/*/measured/cost_usd'
0.007
$ field rec/exchanges.jsonl '/*/request/reasoning_effort'
low
$ grep -c 'X-Team\|team-01' rec/recording.json || true
0
--- stderr
--- exit 0
