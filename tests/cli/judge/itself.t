# A model that judges its own answers is told of.
judged '' 'Capital of France?'
goldpin run mini -t judge -q -o out > /dev/null || echo "exit $?"
--- stdout
$ judged '' 'Capital of France?'
$ goldpin run mini -t judge -q -o out > /dev/null || echo "exit $?"
--- stderr
$ goldpin run mini -t judge -q -o out > /dev/null || echo "exit $?"
goldpin: warning: judge: judges its own answers, which models tend to favour
--- exit 0
