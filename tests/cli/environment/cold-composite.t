# The same model drafts and reviews: it is opened anew for each of them, from within its own end.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
pocket
printf '{"targets": {"house": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf"}}}' > goldpin.json
printf '{"targets": {"house": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf"}, "pair": {"provider": "refine", "draft": "house", "critic": "house", "max_rounds": 2, "stop": {"contains": "OK"}}}}' > goldpin.json
goldpin run mini -q -t pair -o out --environment cold --fail-under 0 --max-errors 2 > /dev/null || echo "exit $?"
field out/transcripts.jsonl '/*/rounds/*' role 'transcript/before/*/role'
part '### What was sent' out/report.md | cut -d'|' -f 2-6
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ pocket
$ printf '{"targets": {"house": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf"}}}' > goldpin.json
$ printf '{"targets": {"house": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf"}, "pair": {"provider": "refine", "draft": "house", "critic": "house", "max_rounds": 2, "stop": {"contains": "OK"}}}}' > goldpin.json
$ goldpin run mini -q -t pair -o out --environment cold --fail-under 0 --max-errors 2 > /dev/null || echo "exit $?"
exit 3
$ field out/transcripts.jsonl '/*/rounds/*' role 'transcript/before/*/role'
draft load
critic load
draft load
critic load
$ part '### What was sent' out/report.md | cut -d'|' -f 2-6
### What was sent around the trials

Not graded and not part of the evidence. A bad request should be refused; the last two columns tell what became of the trials right after.

 Target | Asked | What | Times | As meant 
 :-- | :-- | :-- | --: | --: 
 `pair` | `house` | load | 4 | 4 

--- stderr
--- exit 0
