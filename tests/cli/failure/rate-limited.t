# 429, both of the kind that waiting cures and of the kind that it does not: one request each, and no more.
server --log requests
breaks '#429' '#quota'
kill "$SERVER" && wait "$SERVER"
grep -c '^request' requests
--- stdout
$ server --log requests
$ breaks '#429' '#quota'
No verdict: 2 of 5 trials broke, 0 allowed.
bad-1 on openai-m: error [rate_limited, rate_limited, rate_limited]
bad-2 on openai-m: error [rate_limited, rate_limited, rate_limited]
good-0 on openai-m: passed
good-1 on openai-m: passed
good-2 on openai-m: passed
exit 3
$ kill "$SERVER" && wait "$SERVER"
$ grep -c '^request' requests
5
--- stderr
--- exit 0
