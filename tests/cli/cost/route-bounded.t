# Behind a route only who the case is sent to needs a bound for its cost.
mini "$(case_of plain public easy '1 + 1' 2), $(case_of checked public hard '1 + 2' 3)"
sed -i 's/"cases"/"defaults": {"max_tokens": 16}, "cases"/' mini/suite.json
server
cat > goldpin.json << TARGETS
{"targets": {
  "cloud": {"provider": "openai", "model": "m", "base_url": "$URL", "price": {"input_per_mtok": 1, "output_per_mtok": 1}},
  "pair": {"provider": "refine", "draft": "cloud", "critic": "cloud", "max_rounds": 2, "memory": 1, "stop": {"contains": "ok"}},
  "router": {"provider": "route", "rules": [{"if": {"tag": "hard"}, "to": "pair"}], "default": "cloud"}}}
TARGETS
goldpin run mini -q -t router --max-cost 1 --filter plain -o out | head -n 1
goldpin run mini -q -t router --max-cost 1 -o all || echo "exit $?"
--- stdout
$ mini "$(case_of plain public easy '1 + 1' 2), $(case_of checked public hard '1 + 2' 3)"
$ sed -i 's/"cases"/"defaults": {"max_tokens": 16}, "cases"/' mini/suite.json
$ server
$ cat > goldpin.json << TARGETS ...
$ goldpin run mini -q -t router --max-cost 1 --filter plain -o out | head -n 1
Gate passed: 1 of 1 trial passed (1 of 2 cases); goldens: no case has one; no trial broke.
$ goldpin run mini -q -t router --max-cost 1 -o all || echo "exit $?"
exit 2
--- stderr
$ goldpin run mini -q -t router --max-cost 1 -o all || echo "exit $?"
goldpin: --max-cost: target cloud would be asked without max_tokens for trial mini/checked/router/1, so there is no telling what that may cost; set it in the target's "sampling"
--- exit 0
