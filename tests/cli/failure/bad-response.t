# Not JSON, a page, no choices, bytes that are not UTF-8, not HTTP, a redirect, more headers than are allowed.
server
breaks '#badjson' '#html' '#nochoices' '#badutf8' '#garbage' '#redirect' '#big-headers' '#400' '#404'
OPTIONS="-t nostream" ; printf '{"targets": {"nostream": {"provider": "openai", "model": "m", "base_url": "%s", "stream": false}}}' "$URL" > goldpin.json
breaks '#badjson' '#html' '#nochoices' '#badutf8'
--- stdout
$ server
$ breaks '#badjson' '#html' '#nochoices' '#badutf8' '#garbage' '#redirect' '#big-headers' '#400' '#404'
No verdict: 9 of 19 trials broke, 0 allowed.
bad-1 on openai-m: error [bad_response, bad_response, bad_response]
bad-2 on openai-m: error [bad_response, bad_response, bad_response]
bad-3 on openai-m: error [bad_response, bad_response, bad_response]
bad-4 on openai-m: error [bad_response, bad_response, bad_response]
bad-5 on openai-m: error [bad_response, bad_response, bad_response]
bad-6 on openai-m: error [bad_response, bad_response, bad_response]
bad-7 on openai-m: error [bad_response, bad_response, bad_response]
bad-8 on openai-m: error [rejected, rejected, rejected]
bad-9 on openai-m: error [bad_response, bad_response, bad_response]
good-0 on openai-m: passed
good-1 on openai-m: passed
good-2 on openai-m: passed
good-3 on openai-m: passed
good-4 on openai-m: passed
good-5 on openai-m: passed
good-6 on openai-m: passed
good-7 on openai-m: passed
good-8 on openai-m: passed
good-9 on openai-m: passed
exit 3
$ OPTIONS="-t nostream" ; printf '{"targets": {"nostream": {"provider": "openai", "model": "m", "base_url": "%s", "stream": false}}}' "$URL" > goldpin.json
$ breaks '#badjson' '#html' '#nochoices' '#badutf8'
No verdict: 4 of 9 trials broke, 0 allowed.
bad-1 on nostream: error [bad_response, bad_response, bad_response]
bad-2 on nostream: error [bad_response, bad_response, bad_response]
bad-3 on nostream: error [bad_response, bad_response, bad_response]
bad-4 on nostream: error [bad_response, bad_response, bad_response]
good-0 on nostream: passed
good-1 on nostream: passed
good-2 on nostream: passed
good-3 on nostream: passed
good-4 on nostream: passed
exit 3
--- stderr
--- exit 0
