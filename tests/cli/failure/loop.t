# An answer that only repeats itself ends early under its own name, streamed or whole.
server
breaks '#loop' '#loop-phrase'
printf '{"targets": {"whole": {"provider": "openai", "model": "m", "base_url": "%s", "stream": false}}}' "$URL" > goldpin.json
OPTIONS='-t whole'
breaks '#loop' '#loop-phrase'
--- stdout
$ server
$ breaks '#loop' '#loop-phrase'
No verdict: 2 of 5 trials broke, 0 allowed.
bad-1 on openai-m: error [loop, loop, loop]
bad-2 on openai-m: error [loop, loop, loop]
good-0 on openai-m: passed
good-1 on openai-m: passed
good-2 on openai-m: passed
exit 3
$ printf '{"targets": {"whole": {"provider": "openai", "model": "m", "base_url": "%s", "stream": false}}}' "$URL" > goldpin.json
$ OPTIONS='-t whole'
$ breaks '#loop' '#loop-phrase'
No verdict: 2 of 5 trials broke, 0 allowed.
bad-1 on whole: error [loop, loop, loop]
bad-2 on whole: error [loop, loop, loop]
good-0 on whole: passed
good-1 on whole: passed
good-2 on whole: passed
exit 3
--- stderr
--- exit 0
