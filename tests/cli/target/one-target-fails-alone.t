# A target that refuses its key stops neither the other target nor the report.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
server --key right
printf '{"targets": {"good": {"provider": "openai", "model": "m", "base_url": "%s", "api_key_env": "GOOD"}, "bad": {"provider": "openai", "model": "m", "base_url": "%s", "api_key_env": "BAD"}}}' "$URL" "$URL" > goldpin.json
export GOOD=right BAD=wrong
goldpin run mini -j 1 -o out
--- stdout
--- stderr
--- exit 0
