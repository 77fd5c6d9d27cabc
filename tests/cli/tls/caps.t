# A body and headers larger than the caps end as bad_response, and the trials beside them do not mind.
server
breaks '#big-headers' '#big=40000000'
OPTIONS="-t openai:m@$URL"
field out/results.json '/trials/*/error'
--- stdout
$ server
$ breaks '#big-headers' '#big=40000000'
No verdict: 2 of 5 trials broke, 0 allowed.
bad-1 on openai-m: error [bad_response, bad_response, bad_response]
bad-2 on openai-m: error [bad_response, bad_response, bad_response]
good-0 on openai-m: passed
good-1 on openai-m: passed
good-2 on openai-m: passed
exit 3
$ OPTIONS="-t openai:m@$URL"
$ field out/results.json '/trials/*/error'
response headers of 127.0.0.1:PORT are larger than 262144 bytes
response body of 127.0.0.1:PORT is larger than 33554432 bytes
null
null
null
--- stderr
--- exit 0
