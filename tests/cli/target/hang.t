# No byte at all: the first-token limit ends the trial.
mini '{"id": "a", "messages": [{"role": "user", "content": "#hang 1 + 1"}], "grade": [{"type": "equals", "expect": "2"}]}'
sed -i 's/"cases"/"defaults": {"timeout": {"first_token_s": 0.3}}, "cases"/' mini/suite.json
server
goldpin run mini -v -t "openai:m@$URL" -o out
--- stdout
--- stderr
--- exit 0
