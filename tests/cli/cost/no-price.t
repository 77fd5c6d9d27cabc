# A budget cannot be kept without a price: exit 2 names the target, and nothing is sent.
mini '{"id": "a", "messages": [{"role": "user", "content": "1 + 1"}], "max_tokens": 5, "grade": [{"type": "equals", "expect": "2"}]}'
server --requests seen
goldpin run mini -t "openai:m@$URL" --max-cost 1 || echo "exit $?"
wc -l < seen
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "1 + 1"}], "max_tokens": 5, "grade": [{"type": "equals", "expect": "2"}]}'
$ server --requests seen
$ goldpin run mini -t "openai:m@$URL" --max-cost 1 || echo "exit $?"
exit 2
$ wc -l < seen
0
--- stderr
$ goldpin run mini -t "openai:m@$URL" --max-cost 1 || echo "exit $?"
goldpin: target openai-m: openai at http://127.0.0.1:PORT/v1
goldpin: --max-cost: no price is known for target openai-m (openai:m); give it "price" in the targets file, 0 where nothing is charged
--- exit 0
