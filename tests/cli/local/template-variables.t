# "extra" of a local target gives its chat template variables, but not those that the case and the model give.
pocket
echo '{"targets": {"p": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf", "extra": {"enable_thinking": false, "messages": []}}}}' > goldpin.json
goldpin run suites/smoke -q -o out
--- stdout
$ pocket
$ echo '{"targets": {"p": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf", "extra": {"enable_thinking": false, "messages": []}}}}' > goldpin.json
$ goldpin run suites/smoke -q -o out
--- stderr
$ goldpin run suites/smoke -q -o out
goldpin: goldpin.json:1:133: "extra" of a local target gives variables to the chat template; "messages" comes from the case or the model
--- exit 2
