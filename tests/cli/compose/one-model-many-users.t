# One model in memory with one slot serves a target of its own and two composites, with more trials in flight than it has room for.
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
goldpin run mini -q -t house -t router -t careful --tag hard --repeat 3 -j 8 --slots 1 --fail-under 0 -o out 2>&1 | grep -v fingerprint || true
grep -c '"served_by":"house"' out/transcripts.jsonl
goldpin run mini -q -t house -t router -t careful --tag hard --repeat 3 -j 1 --fail-under 0 -o two > two.txt 2>&1 || true
grep -h -o '"fingerprint": "[^"]*"' out/results.json > 1
grep -h -o '"fingerprint": "[^"]*"' two/results.json > 2
cmp 1 2 && echo 'same fingerprints'
--- stdout
Gate passed: 9 of 9 trials passed; pass rate 1 (9 of 9), at least 0 wanted; goldens: no case has one; no trial broke.
bundle      out
reports     out/report.md out/junit.xml out/results.json
3
same fingerprints
--- stderr
--- exit 0
