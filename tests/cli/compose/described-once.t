# A target that has several parts in a run is described once.
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
goldpin run mini -q -t router -t house -o out --fail-under 0 > /dev/null
grep '^- Target\|^- Member' out/report.md | sed 's/at `[^`]*`/at URL/'
--- stdout
- Target `router`: provider route, over `house, careful, cloud`.
- Member `house` of `router`: provider local, model `pocket.gguf`, context 256, KV cache f32.
- Member `careful` of `router`: provider fallback, over `broken, nobody, house`.
- Member `broken` of `careful`: provider openai, model `m#500`, at URL.
- Member `nobody` of `careful`: provider openai, model `m`, at URL.
- Member `house` of `careful`: the same as above.
- Member `cloud` of `router`: provider openai, model `m`, at URL.
- Target `house`: the same as above.
--- stderr
--- exit 0
