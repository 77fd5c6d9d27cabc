mini '{"id": "a", "messages": [{"role": "user", "content": "#stall 1 + 1"}], "grade": [{"type": "equals", "expect": "2"}]}'
sed -i 's/"cases"/"defaults": {"timeout": {"stall_s": 0.3}}, "cases"/' mini/suite.json
server
goldpin run mini -v -t "openai:m@$URL" -o out
--- stdout
--- stderr
--- exit 0
