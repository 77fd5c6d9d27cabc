# The same model drafts and reviews: it is opened anew for each of them, from within its own end.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
pocket
printf '{"targets": {"house": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf"}}}' > goldpin.json
printf '{"targets": {"house": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf"}, "pair": {"provider": "refine", "draft": "house", "critic": "house", "max_rounds": 2, "stop": {"contains": "OK"}}}}' > goldpin.json
goldpin run mini -q -t pair -o out --environment cold --fail-under 0 --max-errors 2 > /dev/null || echo "exit $?"
grep -o '"role":"[a-z]*"' out/transcripts.jsonl | sort | uniq -c | sed 's/^ *//'
--- stdout
exit 3
2 "role":"critic"
2 "role":"draft"
4 "role":"load"
--- stderr
--- exit 0
