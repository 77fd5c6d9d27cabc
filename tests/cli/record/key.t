# No key in a recording: not the one that is sent, not those of headers, not when the server sends them back byte by byte,
# and not when it spells one over the events of a stream, which is not shown then.
mini "$(one_case a-drip '#drip=1 #plain #echo-key x' 7), $(one_case b-events '#echo-key x' 7), $(one_case c-error '#echo-key-error x' 7)"
echo '{"targets": {"lab": {"provider": "openai", "model": "m", "api_key_env": "LAB_KEY", "headers": {"X-Tenant": "tenant-0123456789"}, "extra": {"user": "the header says tenant-0123456789"}}}}' > goldpin.json
server
export LAB_KEY='lab key with/slash'
OPENAI_BASE_URL=$URL goldpin run mini -q -j 1 --record rec -o live > /dev/null || echo "exit $?"
exec 9>&-
grep -rl -e 'lab key' -e '/slash' -e LAB_KEY -e tenant-0123456789 -e X-Tenant rec || echo 'no key'
field rec/exchanges.jsonl '/*/withheld' | grep -cvx null || true
unset LAB_KEY
goldpin run mini -q --replay rec -o again || echo "exit $?"
goldpin run mini -q --replay rec --filter '*r*' -o two || echo "exit $?"
field two/results.json '/trials/*/answer'
--- stdout
$ mini "$(one_case a-drip '#drip=1 #plain #echo-key x' 7), $(one_case b-events '#echo-key x' 7), $(one_case c-error '#echo-key-error x' 7)"
$ echo '{"targets": {"lab": {"provider": "openai", "model": "m", "api_key_env": "LAB_KEY", "headers": {"X-Tenant": "tenant-0123456789"}, "extra": {"user": "the header says tenant-0123456789"}}}}' > goldpin.json
$ server
$ export LAB_KEY='lab key with/slash'
$ OPENAI_BASE_URL=$URL goldpin run mini -q -j 1 --record rec -o live > /dev/null || echo "exit $?"
exit 1
$ exec 9>&-
$ grep -rl -e 'lab key' -e '/slash' -e LAB_KEY -e tenant-0123456789 -e X-Tenant rec || echo 'no key'
no key
$ field rec/exchanges.jsonl '/*/withheld' | grep -cvx null || true
1
$ unset LAB_KEY
$ goldpin run mini -q --replay rec -o again || echo "exit $?"
exit 2
$ goldpin run mini -q --replay rec --filter '*r*' -o two || echo "exit $?"
Gate failed: 1 of 1 trial failed (2 of 3 cases) (2 of 3 recorded trials); 1 of 2 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      two
replay of   rec
reports     two/report.md two/report.html two/junit.xml two/results.json
flagged     1 of 3 recorded trials are not in this run; two/report.md says which
exit 1
$ field two/results.json '/trials/*/answer'
your key is [redacted] indeed
null
--- stderr
$ goldpin run mini -q --replay rec -o again || echo "exit $?"
goldpin: request of trial mini/b-events/lab/1: the recording rec does not show this exchange: the server spells a secret of the run over several parts of its reply
--- exit 0
