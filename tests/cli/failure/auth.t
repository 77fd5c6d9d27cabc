# A bad key: the rest of the target is not sent, however many may be in flight. A refusal after an answer is its own trial's
# alone; and a first 403 may be about the request, so the next trial tells.
server
for j in 1 2 16; do
    OPTIONS="-j $j -t openai:m@$URL -t ollama:m@${URL%/v1}"
    breaks '#401' '#403' > "all-$j"
    cmp all-1 "all-$j"
done
cat all-1
mini "$(one_case a '#401 1 + 1' 2), $(one_case b '1 + 2' 3), $(one_case c '1 + 3' 4)"
for j in 1 16; do
    rm -rf out
    goldpin run mini -q -j $j -t "openai:m@$URL" -o out > said || true
    field out/results.json '/trials/*/error'
done
mini "$(one_case a '#403 1 + 1' 2), $(one_case b '#403 1 + 2' 3), $(one_case c '1 + 3' 4)"
for j in 1 16; do
    rm -rf out
    goldpin run mini -q -j $j -t "openai:m@$URL" -o out > said || true
    field out/results.json '/trials/*/error'
done
mini "$(one_case a '#403 1 + 1' 2), $(one_case b '1 + 2' 3), $(one_case c '#403 1 + 3' 4), $(one_case d '1 + 4' 5)"
for j in 1 16; do
    rm -rf out
    goldpin run mini -q -j $j -t "openai:m@$URL" -o out > said || true
    field out/results.json '/trials/*/error'
done
--- stdout
$ server
$ for j in 1 2 16; do ...
$ cat all-1
No verdict: 4 of 10 trials broke, 0 allowed.
bad-1 on ollama-m: error [auth, auth, auth]
bad-1 on openai-m: error [auth, auth, auth]
bad-2 on ollama-m: error [auth, auth, auth]
bad-2 on openai-m: error [auth, auth, auth]
good-0 on ollama-m: passed
good-0 on openai-m: passed
good-1 on ollama-m: passed
good-1 on openai-m: passed
good-2 on ollama-m: passed
good-2 on openai-m: passed
exit 3
$ mini "$(one_case a '#401 1 + 1' 2), $(one_case b '1 + 2' 3), $(one_case c '1 + 3' 4)"
$ for j in 1 16; do ...
HTTP 401, invalid_api_key: Incorrect API key provided.
not sent after an earlier authentication error: HTTP 401, invalid_api_key: Incorrect API key provided.
not sent after an earlier authentication error: HTTP 401, invalid_api_key: Incorrect API key provided.
HTTP 401, invalid_api_key: Incorrect API key provided.
not sent after an earlier authentication error: HTTP 401, invalid_api_key: Incorrect API key provided.
not sent after an earlier authentication error: HTTP 401, invalid_api_key: Incorrect API key provided.
$ mini "$(one_case a '#403 1 + 1' 2), $(one_case b '#403 1 + 2' 3), $(one_case c '1 + 3' 4)"
$ for j in 1 16; do ...
HTTP 403, permission_error: Country not supported.
HTTP 403, permission_error: Country not supported.
not sent after an earlier authentication error: HTTP 403, permission_error: Country not supported.
HTTP 403, permission_error: Country not supported.
HTTP 403, permission_error: Country not supported.
not sent after an earlier authentication error: HTTP 403, permission_error: Country not supported.
$ mini "$(one_case a '#403 1 + 1' 2), $(one_case b '1 + 2' 3), $(one_case c '#403 1 + 3' 4), $(one_case d '1 + 4' 5)"
$ for j in 1 16; do ...
HTTP 403, permission_error: Country not supported.
null
HTTP 403, permission_error: Country not supported.
null
HTTP 403, permission_error: Country not supported.
null
HTTP 403, permission_error: Country not supported.
null
--- stderr
--- exit 0
