# A golden of a composite belongs to its policy and to the weights of its members.
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
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
rm -f golden; mkdir golden
goldpin run mini -q -t router -o one > /dev/null
goldpin bless one > /dev/null
goldpin run mini -q -t router -o two | head -n 1
sed -i 's/"odd", "hard"/"hard"/' goldpin.json
goldpin run mini -q -t router -o three | head -n 1
goldpin diff three golden || true
--- stdout
Gate passed: 3 of 3 trials passed; goldens: 3 match; no trial broke.
Gate failed: goldens: 3 stale.
0 the same, 3 differ from the accepted golden, 0 not accepted yet

differ

  mini/hard on router
    composite changed: 061679ff3f69 -> c881ee398a6b
  mini/open on router
    composite changed: 061679ff3f69 -> c881ee398a6b
  mini/secret on router
    composite changed: 061679ff3f69 -> c881ee398a6b
--- stderr
--- exit 0
