# A run goes on only as it was asked: another address, headers, stream, retry or time limits are refused by name, because
# manifest and report tell of one way.
mini
server
targets '"headers": {"OpenAI-Beta": "x"}, "retry": {"on": ["timeout"], "max": 1}'
goldpin run mini -q -o out > /dev/null
for change in 's/"x"/"y"/' 's/"retry"/"stream": false, "retry"/' 's/"max": 1/"max": 2/' 's/"retry"/"timeout": {"total_s": 9}, "retry"/' 's|/v1"|/v2"|'; do
    sed "$change" goldpin.json > other.json
    goldpin run mini -q --resume out -c other.json || echo "exit $?"
done
goldpin run mini -q --resume out | sed -n 1p
--- stdout
$ mini
$ server
$ targets '"headers": {"OpenAI-Beta": "x"}, "retry": {"on": ["timeout"], "max": 1}'
$ goldpin run mini -q -o out > /dev/null
$ for change in 's/"x"/"y"/' 's/"retry"/"stream": false, "retry"/' 's/"max": 1/"max": 2/' 's/"retry"/"timeout": {"total_s": 9}, "retry"/' 's|/v1"|/v2"|'; do ...
exit 2
exit 2
exit 2
exit 2
exit 2
$ goldpin run mini -q --resume out | sed -n 1p
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
--- stderr
$ for change in 's/"x"/"y"/' 's/"retry"/"stream": false, "retry"/' 's/"max": 1/"max": 2/' 's/"retry"/"timeout": {"total_s": 9}, "retry"/' 's|/v1"|/v2"|'; do ...
goldpin: this is not the run that was begun: target "t" had {"headers":{"openai-beta":"HEX"}}, now {"headers":{"openai-beta":"HEX"}}
goldpin: this is not the run that was begun: target "t" had {"stream":true}, now {"stream":false}
goldpin: this is not the run that was begun: target "t" had {"retry":{"on":["timeout"],"max":1,"base_s":1,"cap_s":60}}, now {"retry":{"on":["timeout"],"max":2,"base_s":1,"cap_s":60}}
goldpin: this is not the run that was begun: target "t" had {"timeout":{"connect_s":null,"first_token_s":null,"stall_s":null,"total_s":null}}, now {"timeout":{"connect_s":null,"first_token_s":null,"stall_s":null,"total_s":9}}
goldpin: this is not the run that was begun: target "t" had {"base_url":"http://127.0.0.1:PORT/v1"}, now {"base_url":"http://127.0.0.1:PORT/v2"}
--- exit 0
