# A host name without an address.
server
OPTIONS="-t openai:m@$URL -t openai:n@http://no-such-host.invalid/v1"
breaks '#delay=1'
--- stdout
$ server
$ OPTIONS="-t openai:m@$URL -t openai:n@http://no-such-host.invalid/v1"
$ breaks '#delay=1'
No verdict: 3 of 6 trials broke, 0 allowed.
bad-1 on openai-m: passed
bad-1 on openai-n: error [dns, dns, dns]
good-0 on openai-m: passed
good-0 on openai-n: error [dns, dns, dns]
good-1 on openai-m: passed
good-1 on openai-n: error [dns, dns, dns]
exit 3
--- stderr
--- exit 0
