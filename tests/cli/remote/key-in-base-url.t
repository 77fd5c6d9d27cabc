# A gateway that wants the key in the path of its address: neither the bundle nor the recording shows it.
mini
server
export OPENAI_API_KEY=sk-very-secret-123
OPENAI_BASE_URL=${URL%/v1}/$OPENAI_API_KEY/v1 goldpin run mini -v -t openai:m -o out --record rec > out.txt 2>&1 || echo "exit $?"
grep -rl very-secret out rec out.txt || echo 'the key is nowhere'
field out/manifest.json '/targets/*/base_url'
--- stdout
$ mini
$ server
$ export OPENAI_API_KEY=sk-very-secret-123
$ OPENAI_BASE_URL=${URL%/v1}/$OPENAI_API_KEY/v1 goldpin run mini -v -t openai:m -o out --record rec > out.txt 2>&1 || echo "exit $?"
$ grep -rl very-secret out rec out.txt || echo 'the key is nowhere'
the key is nowhere
$ field out/manifest.json '/targets/*/base_url'
http://127.0.0.1:PORT/[redacted]/v1
--- stderr
--- exit 0
