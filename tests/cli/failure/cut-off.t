# Closed or reset before the end: before any byte, inside the headers, in the middle of the answer.
server
breaks '#drop' '#cut-headers' '#cut' '#reset' '#nofinish'
--- stdout
$ server
$ breaks '#drop' '#cut-headers' '#cut' '#reset' '#nofinish'
No verdict: 5 of 11 trials broke, 0 allowed.
bad-1 on openai-m: error [cut_off, cut_off, cut_off]
bad-2 on openai-m: error [cut_off, cut_off, cut_off]
bad-3 on openai-m: error [cut_off, cut_off, cut_off]
bad-4 on openai-m: error [cut_off, cut_off, cut_off]
bad-5 on openai-m: error [cut_off, cut_off, cut_off]
good-0 on openai-m: passed
good-1 on openai-m: passed
good-2 on openai-m: passed
good-3 on openai-m: passed
good-4 on openai-m: passed
good-5 on openai-m: passed
exit 3
--- stderr
--- exit 0
