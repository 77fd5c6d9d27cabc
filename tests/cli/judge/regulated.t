# What is regulated reaches no remote judge either.
judged '' 'Capital of France?'
sed -i 's/"id": "a",/"id": "a", "metadata": {"sensitivity": "regulated"},/' mini/suite.json
goldpin run mini -t local:$ROOT/suites/smoke/pocket/pocket.gguf -q -o out || echo "exit $?"
ls out
--- stdout
$ judged '' 'Capital of France?'
$ sed -i 's/"id": "a",/"id": "a", "metadata": {"sensitivity": "regulated"},/' mini/suite.json
$ goldpin run mini -t local:$ROOT/suites/smoke/pocket/pocket.gguf -q -o out || echo "exit $?"
exit 2
$ ls out
--- stderr
$ goldpin run mini -t local:$ROOT/suites/smoke/pocket/pocket.gguf -q -o out || echo "exit $?"
goldpin: case mini/a is regulated and must not leave this machine, but target "judge" is remote (openai). Nothing was sent. Ask a local target, a route whose rules keep regulated cases on one, or other cases (--filter, --tag)
$ ls out
ls: cannot access 'out': No such file or directory
--- exit 2
