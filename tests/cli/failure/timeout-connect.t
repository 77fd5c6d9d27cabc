# A host that never takes the connection, and one that takes it and says nothing to a TLS handshake.
server
DEFAULTS='"timeout": {"connect_s": 0.5}'
deaf
OPTIONS="-j 8 -t openai:m@$URL -t openai:full@$FULL -t openai:mute@$MUTE"
breaks '#delay=1'
field out/results.json '/trials/*/error'
--- stdout
$ server
$ DEFAULTS='"timeout": {"connect_s": 0.5}'
$ deaf
$ OPTIONS="-j 8 -t openai:m@$URL -t openai:full@$FULL -t openai:mute@$MUTE"
$ breaks '#delay=1'
No verdict: 6 of 9 trials broke, 0 allowed.
bad-1 on openai-full: error [timeout, timeout, timeout]
bad-1 on openai-m: passed
bad-1 on openai-mute: error [timeout, timeout, timeout]
good-0 on openai-full: error [timeout, timeout, timeout]
good-0 on openai-m: passed
good-0 on openai-mute: error [timeout, timeout, timeout]
good-1 on openai-full: error [timeout, timeout, timeout]
good-1 on openai-m: passed
good-1 on openai-mute: error [timeout, timeout, timeout]
exit 3
$ field out/results.json '/trials/*/error'
no connection to 127.0.0.1:PORT within # s (connect limit)
null
no connection to 127.0.0.1:PORT within # s (connect limit)
no connection to 127.0.0.1:PORT within # s (connect limit)
null
no connection to 127.0.0.1:PORT within # s (connect limit)
no connection to 127.0.0.1:PORT within # s (connect limit)
null
no connection to 127.0.0.1:PORT within # s (connect limit)
--- stderr
--- exit 0
