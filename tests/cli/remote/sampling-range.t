mini
for s in '"repeat_penalty": 0.005' '"presence_penalty": 101' '"top_p": 1.5' '"stop": [""]' '"temprature": 1'; do
  printf '{"targets": {"a": {"provider": "openai", "model": "m", "sampling": {%s}}}}\n' "$s" > goldpin.json
  goldpin run mini || code=$?
done
exit $code
--- stdout
$ mini
$ for s in '"repeat_penalty": 0.005' '"presence_penalty": 101' '"top_p": 1.5' '"stop": [""]' '"temprature": 1'; do ...
$ exit $code
--- stderr
$ for s in '"repeat_penalty": 0.005' '"presence_penalty": 101' '"top_p": 1.5' '"stop": [""]' '"temprature": 1'; do ...
goldpin: goldpin.json:1:87: repeat_penalty is 0.005, but must be from 0.01 to 100
goldpin: goldpin.json:1:89: presence_penalty is 101, but must be from -100 to 100
goldpin: goldpin.json:1:78: top_p is 1.5, but must be from 0 to 1
goldpin: goldpin.json:1:78: stop holds an empty string
goldpin: goldpin.json:1:69: unknown key "temprature" in sampling; did you mean "temperature"? (known: {*})
--- exit 2
