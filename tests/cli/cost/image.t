# An image of a few bytes can be thousands of tokens.
mini '{"id": "a", "needs": ["image"], "messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image", "path": "x.png"}]}], "max_tokens": 5, "grade": [{"type": "equals", "expect": "2"}]}'
printf '\211PNG\r\n\032\n' > mini/x.png
server --requests seen
targets '"price": {"input_per_mtok": 1, "output_per_mtok": 2}'
goldpin run mini --max-cost 1 || echo "exit $?"
wc -l < seen
--- stdout
$ mini '{"id": "a", "needs": ["image"], "messages": [{"role": "user", "content": [{"type": "text", "text": "What is it?"}, {"type": "image", "path": "x.png"}]}], "max_tokens": 5, "grade": [{"type": "equals", "expect": "2"}]}'
$ printf '\211PNG\r\n\032\n' > mini/x.png
$ server --requests seen
$ targets '"price": {"input_per_mtok": 1, "output_per_mtok": 2}'
$ goldpin run mini --max-cost 1 || echo "exit $?"
exit 2
$ wc -l < seen
0
--- stderr
$ goldpin run mini --max-cost 1 || echo "exit $?"
goldpin: target t: openai at http://127.0.0.1:PORT/v1
goldpin: --max-cost: trial mini/a/t/1 sends an image, and there is no telling how many tokens that is at most; leave it out with --filter or --tag
--- exit 0
