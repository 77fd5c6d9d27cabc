# Silence after the first token of a stream, or in the middle of a reply that comes whole; what had arrived is kept.
server
DEFAULTS='"timeout": {"stall_s": 0.3}'
breaks '#stall'
field out/results.json '/trials/*' failure answer
printf '{"targets": {"whole": {"provider": "openai", "model": "m", "base_url": "%s", "stream": false}}}' "$URL" > goldpin.json
OPTIONS='-t whole'
breaks '#stall-reply'
--- stdout
$ server
$ DEFAULTS='"timeout": {"stall_s": 0.3}'
$ breaks '#stall'
No verdict: 1 of 3 trials broke, 0 allowed.
bad-1 on openai-m: error [stalled, stalled, stalled]
good-0 on openai-m: passed
good-1 on openai-m: passed
exit 3
$ field out/results.json '/trials/*' failure answer
stalled 2
null 1
null 2
$ printf '{"targets": {"whole": {"provider": "openai", "model": "m", "base_url": "%s", "stream": false}}}' "$URL" > goldpin.json
$ OPTIONS='-t whole'
$ breaks '#stall-reply'
No verdict: 1 of 3 trials broke, 0 allowed.
bad-1 on whole: error [stalled, stalled, stalled]
good-0 on whole: passed
good-1 on whole: passed
exit 3
--- stderr
--- exit 0
