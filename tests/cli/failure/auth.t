# A key that is refused half way: what came before counts, what follows on this target is an error that is listed.
server
OPTIONS="-j 1 -t openai:m@$URL -t ollama:m@${URL%/v1}"
breaks '#401'
breaks '#403'
grep -c 'not sent after an earlier authentication error' out/results.json
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
$ grep -c 'not sent after an earlier authentication error' out/results.json
2
--- stderr
--- exit 0
