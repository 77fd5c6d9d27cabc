# A reply that is well-formed and says nothing.
server
breaks '#empty'
--- stdout
$ server
$ breaks '#empty'
No verdict: 1 of 3 trials broke, 0 allowed.
bad-1 on openai-m: error [empty, empty, empty]
good-0 on openai-m: passed
good-1 on openai-m: passed
exit 3
--- stderr
--- exit 0
