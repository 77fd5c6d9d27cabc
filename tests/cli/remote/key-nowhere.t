# A server that repeats the key, in an answer and in an error: it stands neither in the bundle nor on the terminal.
mini "$(one_case a '#echo-key 1 + 1' 2), $(one_case b '#echo-key-error 1 + 2' 3)"
export OPENAI_API_KEY=sk-very-secret-123
server --key "$OPENAI_API_KEY"
goldpin run mini -v -j 1 -t "openai:m@$URL" -o out > out.txt 2>&1 || echo "exit $?"
grep -rl very-secret out out.txt || echo 'the key is nowhere'
--- stdout
$ mini "$(one_case a '#echo-key 1 + 1' 2), $(one_case b '#echo-key-error 1 + 2' 3)"
$ export OPENAI_API_KEY=sk-very-secret-123
$ server --key "$OPENAI_API_KEY"
$ goldpin run mini -v -j 1 -t "openai:m@$URL" -o out > out.txt 2>&1 || echo "exit $?"
exit 1
$ grep -rl very-secret out out.txt || echo 'the key is nowhere'
the key is nowhere
--- stderr
--- exit 0
