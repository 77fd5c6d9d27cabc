# A request that would go beyond --max-cost is not sent; the targets that cost nothing go on.
server --requests seen
printf '{"targets": {"dear": {"provider": "openai", "model": "m", "base_url": "%s", "price": {"input_per_mtok": 0, "output_per_mtok": 1000000}, "sampling": {"max_tokens": 2}}, "free": {"provider": "openai", "model": "m", "base_url": "%s", "price": {"input_per_mtok": 0, "output_per_mtok": 0}, "sampling": {"max_tokens": 2}}}}' "$URL" "$URL" > goldpin.json
OPTIONS='--max-cost 3 -j 1'
breaks 'copy: 1'
wc -l < seen
--- stdout
$ server --requests seen
$ printf '{"targets": {"dear": {"provider": "openai", "model": "m", "base_url": "%s", "price": {"input_per_mtok": 0, "output_per_mtok": 1000000}, "sampling": {"max_tokens": 2}}, "free": {"provider": "openai", "model": "m", "base_url": "%s", "price": {"input_per_mtok": 0, "output_per_mtok": 0}, "sampling": {"max_tokens": 2}}}}' "$URL" "$URL" > goldpin.json
$ OPTIONS='--max-cost 3 -j 1'
$ breaks 'copy: 1'
No verdict: 1 of 6 trials broke, 0 allowed.
bad-1 on dear: passed
bad-1 on free: passed
good-0 on dear: passed
good-0 on free: passed
good-1 on dear: error [budget, budget, budget]
good-1 on free: passed
exit 3
$ wc -l < seen
5
--- stderr
--- exit 0
