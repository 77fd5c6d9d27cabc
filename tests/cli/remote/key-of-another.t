# A server that sends back the key of another provider: it is shown as little as the server's own.
mini
echo '{"What is 2 + 3?": "the other key is sk-very-secret-123"}' > answers.json
server --answers answers.json
export ANTHROPIC_API_KEY=sk-very-secret-123
goldpin run mini -v -t "openai:m@$URL" -o out > out.txt 2>&1 || echo "exit $?"
grep -rl very-secret out out.txt || echo 'the key is nowhere'
--- stdout
$ mini
$ echo '{"What is 2 + 3?": "the other key is sk-very-secret-123"}' > answers.json
$ server --answers answers.json
$ export ANTHROPIC_API_KEY=sk-very-secret-123
$ goldpin run mini -v -t "openai:m@$URL" -o out > out.txt 2>&1 || echo "exit $?"
exit 1
$ grep -rl very-secret out out.txt || echo 'the key is nowhere'
the key is nowhere
--- stderr
--- exit 0
