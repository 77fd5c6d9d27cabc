# Nobody listens there; the other target of the run is not touched.
server
OPTIONS="-t openai:m@$URL -t ollama:m@http://127.0.0.1:1"
breaks '#delay=1'
--- stdout
$ server
$ OPTIONS="-t openai:m@$URL -t ollama:m@http://127.0.0.1:1"
$ breaks '#delay=1'
No verdict: 3 of 6 trials broke, 0 allowed.
bad-1 on ollama-m: error [refused_connection, refused_connection, refused_connection]
bad-1 on openai-m: passed
good-0 on ollama-m: error [refused_connection, refused_connection, refused_connection]
good-0 on openai-m: passed
good-1 on ollama-m: error [refused_connection, refused_connection, refused_connection]
good-1 on openai-m: passed
exit 3
--- stderr
--- exit 0
