# A changed policy that would send a regulated case away is refused before it is compared.
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
goldpin run mini -q -t router -o out --filter secret > /dev/null
sed -i 's/"sensitivity": "regulated"/"sensitivity": "public"/' goldpin.json
goldpin run --resume out -q
--- stdout
--- stderr
goldpin: case mini/secret is regulated and must not leave this machine, but target "cloud" is remote (openai); the route "router" sends it to "cloud" by its default. Nothing was sent. Ask a local target, a route whose rules keep regulated cases on one, or other cases (--filter, --tag)
--- exit 2
