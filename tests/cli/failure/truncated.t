# An answer that the token limit cut is no failure: it is graded, and flagged.
server
breaks '#length'
field out/results.json /summary/length_cut
--- stdout
$ server
$ breaks '#length'
Gate failed: 1 of 3 trials failed.
bad-1 on openai-m: failed
good-0 on openai-m: passed
good-1 on openai-m: passed
exit 1
$ field out/results.json /summary/length_cut
1
--- stderr
--- exit 0
