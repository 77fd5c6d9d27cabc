# A target that cannot take a request is told apart from a server that breaks; nobody asks it again unless the policy says so.
server
breaks '#400' '#413' '#422' '#template' '#500'
field out/results.json '/trials/*/error' | grep -v null
targets '"retry": {"on": ["server_error"], "max": 2, "base_s": 0}'
OPTIONS='-t t'
breaks '#422' > all
field out/results.json /trials/0/failure; field out/results.json /trials/0/measured/attempts
targets '"retry": {"on": ["rejected", "interrupted"], "max": 2, "base_s": 0}'
breaks '#422' '#finish=abort' > all
field out/results.json '/trials/*/failure'; field out/results.json '/trials/*/measured/attempts'
--- stdout
$ server
$ breaks '#400' '#413' '#422' '#template' '#500'
No verdict: 5 of 11 trials broke, 0 allowed.
bad-1 on openai-m: error [rejected, rejected, rejected]
bad-2 on openai-m: error [rejected, rejected, rejected]
bad-3 on openai-m: error [rejected, rejected, rejected]
bad-4 on openai-m: error [rejected, rejected, rejected]
bad-5 on openai-m: error [server_error, server_error, server_error]
good-0 on openai-m: passed
good-1 on openai-m: passed
good-2 on openai-m: passed
good-3 on openai-m: passed
good-4 on openai-m: passed
good-5 on openai-m: passed
exit 3
$ field out/results.json '/trials/*/error' | grep -v null
HTTP 400, unsupported_parameter: Unsupported parameter: 'max_tokens'. (what to change: the case, or the target's sampling or extra)
HTTP 413, request_too_large: Request exceeds the maximum size. (what to change: the case, or the target's sampling or extra)
HTTP 422: temperature: must be 1 (what to change: the case, or the target's sampling or extra)
HTTP 500, server_error: Jinja Exception: System role not supported (what to change: the case, or the target's sampling or extra)
HTTP 500, server_error: The server had an error.\nSecond line \x1B[31mred.
$ targets '"retry": {"on": ["server_error"], "max": 2, "base_s": 0}'
$ OPTIONS='-t t'
$ breaks '#422' > all
$ field out/results.json /trials/0/failure; field out/results.json /trials/0/measured/attempts
rejected
1
$ targets '"retry": {"on": ["rejected", "interrupted"], "max": 2, "base_s": 0}'
$ breaks '#422' '#finish=abort' > all
$ field out/results.json '/trials/*/failure'; field out/results.json '/trials/*/measured/attempts'
rejected
interrupted
null
null
null
3
3
1
1
1
--- stderr
--- exit 0
