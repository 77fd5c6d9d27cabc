# What the targets file adds to every request stands in the manifest and the report, without the key, and a resumed run
# must not add something else.
mini
server
targets '"extra": {"reasoning_effort": "low", "top_k": 5, "user": "test-key-0123456789"}'
goldpin run mini -q -o out > /dev/null
field out/manifest.json '/targets/*/extra'
grep 'Added to' out/report.md
targets '"extra": {"reasoning_effort": "high"}'
goldpin run mini -q --resume out || echo "exit $?"
targets '"extra": {}'
goldpin run mini -q -o plain > /dev/null
grep -c -e '"extra"' -e 'Added to' plain/manifest.json plain/report.md || true
--- stdout
$ mini
$ server
$ targets '"extra": {"reasoning_effort": "low", "top_k": 5, "user": "test-key-0123456789"}'
$ goldpin run mini -q -o out > /dev/null
$ field out/manifest.json '/targets/*/extra'
{"reasoning_effort":"low","top_k":5,"user":"[redacted]"}
$ grep 'Added to' out/report.md
  - Added to every request, in place of what is named there: `{"reasoning_effort":"low","top_k":5,"user":"[redacted]"}`.
$ targets '"extra": {"reasoning_effort": "high"}'
$ goldpin run mini -q --resume out || echo "exit $?"
exit 2
$ targets '"extra": {}'
$ goldpin run mini -q -o plain > /dev/null
$ grep -c -e '"extra"' -e 'Added to' plain/manifest.json plain/report.md || true
plain/manifest.json:0
plain/report.md:0
--- stderr
$ goldpin run mini -q --resume out || echo "exit $?"
goldpin: this is not the run that was begun: target "t" had {"extra":{"reasoning_effort":"low","top_k":5,"user":"[redacted]"}}, now {"extra":{"reasoning_effort":"high"}}
--- exit 0
