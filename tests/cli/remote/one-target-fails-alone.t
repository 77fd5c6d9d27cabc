# A target that refuses its key stops neither the other target nor the report.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
server --key right
printf '{"targets": {"good": {"provider": "openai", "model": "m", "base_url": "%s", "api_key_env": "GOOD"}, "bad": {"provider": "openai", "model": "m", "base_url": "%s", "api_key_env": "BAD"}}}' "$URL" "$URL" > goldpin.json
export GOOD=right BAD=wrong
goldpin run mini -j 1 -o out
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ server --key right
$ printf '{"targets": {"good": {"provider": "openai", "model": "m", "base_url": "%s", "api_key_env": "GOOD"}, "bad": {"provider": "openai", "model": "m", "base_url": "%s", "api_key_env": "BAD"}}}' "$URL" "$URL" > goldpin.json
$ export GOOD=right BAD=wrong
$ goldpin run mini -j 1 -o out
No verdict: 2 of 4 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
next        goldpin run mini --resume out -j 1 --retry-errors   asks again what broke
--- stderr
$ goldpin run mini -j 1 -o out
goldpin: target good: openai at http://127.0.0.1:PORT/v1
goldpin: target bad: openai at http://127.0.0.1:PORT/v1
goldpin: 4 trials (2 cases, 2 targets)
error   mini/a/bad/1  # s  auth: HTTP 401, invalid_api_key: Wrong key.
error   mini/b/bad/1  auth: not sent after an earlier authentication error: HTTP 401, invalid_api_key: Wrong…
--- exit 3
