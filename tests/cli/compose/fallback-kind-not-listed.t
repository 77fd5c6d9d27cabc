case_of() { printf '{"id": "%s", "metadata": {"sensitivity": "%s"}, "tags": ["%s"], "messages": [{"role": "user", "content": "What is %s?"}], "grade": [{"type": "equals", "expect": "%s"}]}' "$@"; }
mini "$(case_of open public easy '2 + 2' 4), $(case_of hard internal hard '1 + 1' 2), $(case_of secret regulated easy '1 + 2' 3)"
server
pocket
cat > goldpin.json << END
{"targets": {
  "cloud": {"provider": "openai", "model": "m", "base_url": "$URL", "price": {"input_per_mtok": 1, "output_per_mtok": 2}},
  "broken": {"provider": "openai", "model": "m#500", "base_url": "$URL"},
  "nobody": {"provider": "openai", "model": "m", "base_url": "http://127.0.0.1:9/v1"},
  "house": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf"},
  "careful": {"provider": "fallback", "members": ["broken", "nobody", "house"]},
  "picky": {"provider": "fallback", "members": ["broken", "house"], "on": ["timeout"]},
  "router": {"provider": "route", "rules": [
    {"if": {"sensitivity": "regulated"}, "to": "house"},
    {"if": {"tag": ["odd", "hard"]}, "to": "careful"}], "default": "cloud"}
}}
END
goldpin run mini -q -t picky -o out --filter hard
--- stdout
No verdict: no trial was graded (1 broke, 0 skipped); 1 of 1 trial broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/junit.xml out/results.json
--- stderr
--- exit 3
