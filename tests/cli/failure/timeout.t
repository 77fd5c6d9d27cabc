# Each limit on its own, also against a body that never ends: the time to connect, to the first token, and in all.
server
DEFAULTS='"timeout": {"first_token_s": 0.5}'
breaks '#hang' '#stall-headers' '#slow-headers=9s' '#delay=9s'
DEFAULTS='"timeout": {"total_s": 0.5}'
breaks '#hang' '#drip=200' '#slow-stream=9s' '#stall-headers'
printf '{"targets": {"whole": {"provider": "openai", "model": "m", "base_url": "%s", "stream": false}}}' "$URL" > goldpin.json
OPTIONS='-t whole'
breaks '#hang' '#drip=200' '#stall-headers' '#stall-reply'
field out/results.json '/trials/*/error'
--- stdout
$ server
$ DEFAULTS='"timeout": {"first_token_s": 0.5}'
$ breaks '#hang' '#stall-headers' '#slow-headers=9s' '#delay=9s'
No verdict: 4 of 9 trials broke, 0 allowed.
bad-1 on openai-m: error [timeout, timeout, timeout]
bad-2 on openai-m: error [timeout, timeout, timeout]
bad-3 on openai-m: error [timeout, timeout, timeout]
bad-4 on openai-m: error [timeout, timeout, timeout]
good-0 on openai-m: passed
good-1 on openai-m: passed
good-2 on openai-m: passed
good-3 on openai-m: passed
good-4 on openai-m: passed
exit 3
$ DEFAULTS='"timeout": {"total_s": 0.5}'
$ breaks '#hang' '#drip=200' '#slow-stream=9s' '#stall-headers'
No verdict: 4 of 9 trials broke, 0 allowed.
bad-1 on openai-m: error [timeout, timeout, timeout]
bad-2 on openai-m: error [timeout, timeout, timeout]
bad-3 on openai-m: error [timeout, timeout, timeout]
bad-4 on openai-m: error [timeout, timeout, timeout]
good-0 on openai-m: passed
good-1 on openai-m: passed
good-2 on openai-m: passed
good-3 on openai-m: passed
good-4 on openai-m: passed
exit 3
$ printf '{"targets": {"whole": {"provider": "openai", "model": "m", "base_url": "%s", "stream": false}}}' "$URL" > goldpin.json
$ OPTIONS='-t whole'
$ breaks '#hang' '#drip=200' '#stall-headers' '#stall-reply'
No verdict: 4 of 9 trials broke, 0 allowed.
bad-1 on whole: error [timeout, timeout, timeout]
bad-2 on whole: error [timeout, timeout, timeout]
bad-3 on whole: error [timeout, timeout, timeout]
bad-4 on whole: error [timeout, timeout, timeout]
good-0 on whole: passed
good-1 on whole: passed
good-2 on whole: passed
good-3 on whole: passed
good-4 on whole: passed
exit 3
$ field out/results.json '/trials/*/error'
answer of 127.0.0.1:PORT not complete within # s (total limit)
answer of 127.0.0.1:PORT not complete within # s (total limit)
answer of 127.0.0.1:PORT not complete within # s (total limit)
answer of 127.0.0.1:PORT not complete within # s (total limit)
null
null
null
null
null
--- stderr
--- exit 0
