# A fallback over two servers with the same model: what each of them answered replays, also where the first was not asked
# any more because its key does not work.
# not for the oracle: out again
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
server
second=$URL
FD=8 server --key right-key-0123456789
cat > goldpin.json << TARGETS
{"targets": {
  "first": {"provider": "openai", "model": "m", "base_url": "$URL"},
  "broken": {"provider": "openai", "model": "m", "base_url": "http://127.0.0.1:9/v1"},
  "second": {"provider": "openai", "model": "m", "base_url": "$second"},
  "both": {"provider": "fallback", "members": ["broken", "first", "second"]}}}
TARGETS
goldpin run mini -q -j 1 -t both --record rec -o out | head -n 1
field rec/exchanges.jsonl '/*/unsent' | grep -cx auth
goldpin run mini -q --replay rec -o again | head -n 1
sed -i '/started_epoch/d' out/results.json again/results.json
cmp out/results.json again/results.json && echo 'the same'
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ server
$ second=$URL
$ FD=8 server --key right-key-0123456789
$ cat > goldpin.json << TARGETS ...
$ goldpin run mini -q -j 1 -t both --record rec -o out | head -n 1
Gate passed: 2 of 2 trials passed; goldens: no case has one; no trial broke.
$ field rec/exchanges.jsonl '/*/unsent' | grep -cx auth
1
$ goldpin run mini -q --replay rec -o again | head -n 1
Gate passed: 2 of 2 trials passed; goldens: no case has one; no trial broke.
$ sed -i '/started_epoch/d' out/results.json again/results.json
$ cmp out/results.json again/results.json && echo 'the same'
the same
--- stderr
--- exit 0
