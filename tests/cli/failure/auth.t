# A key that is refused half way: what came before counts, what follows on this target is an error that is listed.
server
OPTIONS="-j 1 -t openai:m@$URL -t ollama:m@${URL%/v1}"
breaks '#401'
breaks '#403'
field out/results.json '/trials/*/error'
--- stdout
$ server
$ OPTIONS="-j 1 -t openai:m@$URL -t ollama:m@${URL%/v1}"
$ breaks '#401'
No verdict: 4 of 6 trials broke, 0 allowed.
bad-1 on ollama-m: error [auth, auth, auth]
bad-1 on openai-m: error [auth, auth, auth]
good-0 on ollama-m: passed
good-0 on openai-m: passed
good-1 on ollama-m: error [auth, auth, auth]
good-1 on openai-m: error [auth, auth, auth]
exit 3
$ breaks '#403'
No verdict: 4 of 6 trials broke, 0 allowed.
bad-1 on ollama-m: error [auth, auth, auth]
bad-1 on openai-m: error [auth, auth, auth]
good-0 on ollama-m: passed
good-0 on openai-m: passed
good-1 on ollama-m: error [auth, auth, auth]
good-1 on openai-m: error [auth, auth, auth]
exit 3
$ field out/results.json '/trials/*/error'
HTTP 403: Country not supported.
HTTP 403, permission_error: Country not supported.
null
null
not sent after an earlier authentication error: HTTP 403: Country not supported.
not sent after an earlier authentication error: HTTP 403, permission_error: Country not supported.
--- stderr
--- exit 0
