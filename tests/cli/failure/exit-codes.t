# Wrong answers decide (1) whatever else broke; without one, what broke means that there is no verdict (3); unless it is allowed.
server
breaks '#body' '#500'
breaks '#500' '#cut'
OPTIONS="-t openai:m@$URL --max-errors 1"
breaks '#500'
breaks '#500' '#cut' | tail -n 1
--- stdout
$ server
$ breaks '#body' '#500'
Gate failed: 1 of 4 trials failed; 1 of 5 trials broke, 0 allowed.
bad-1 on openai-m: failed
bad-2 on openai-m: error [server_error, server_error, server_error]
good-0 on openai-m: passed
good-1 on openai-m: passed
good-2 on openai-m: passed
exit 1
$ breaks '#500' '#cut'
No verdict: 2 of 5 trials broke, 0 allowed.
bad-1 on openai-m: error [server_error, server_error, server_error]
bad-2 on openai-m: error [cut_off, cut_off, cut_off]
good-0 on openai-m: passed
good-1 on openai-m: passed
good-2 on openai-m: passed
exit 3
$ OPTIONS="-t openai:m@$URL --max-errors 1"
$ breaks '#500'
Gate passed: 2 of 2 trials passed; goldens: no case has one; 1 of 3 trials broke, 1 allowed.
bad-1 on openai-m: error [server_error, server_error, server_error]
good-0 on openai-m: passed
good-1 on openai-m: passed
exit 0
$ breaks '#500' '#cut' | tail -n 1
exit 3
--- stderr
--- exit 0
