# The prompt is longer than the model's context, said by code and said in words.
server
breaks '#context' '#context-prose'
--- stdout
$ server
$ breaks '#context' '#context-prose'
No verdict: 2 of 5 trials broke, 0 allowed.
bad-1 on openai-m: error [context_overflow, context_overflow, context_overflow]
bad-2 on openai-m: error [context_overflow, context_overflow, context_overflow]
good-0 on openai-m: passed
good-1 on openai-m: passed
good-2 on openai-m: passed
exit 3
--- stderr
--- exit 0
