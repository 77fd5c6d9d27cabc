# What broke off behind a route or a fallback may have been charged too: "at least", not 0.
mini "$(one_case a '#cut 1 + 2' 3)"
server
cat > goldpin.json << TARGETS
{"targets": {
  "cloud": {"provider": "openai", "model": "m", "base_url": "$URL", "price": {"input_per_mtok": 1, "output_per_mtok": 1}},
  "router": {"provider": "route", "rules": [], "default": "cloud"},
  "second": {"provider": "fallback", "members": ["cloud", "router"]}}}
TARGETS
for t in router second; do goldpin run mini -q -t $t -o $t | grep '^cost' || true; done
--- stdout
$ mini "$(one_case a '#cut 1 + 2' 3)"
$ server
$ cat > goldpin.json << TARGETS ...
$ for t in router second; do goldpin run mini -q -t $t -o $t | grep '^cost' || true; done
cost        at least 0.000000 USD (1 trial of unknown cost)
cost        at least 0.000000 USD (1 trial of unknown cost)
--- stderr
--- exit 0
