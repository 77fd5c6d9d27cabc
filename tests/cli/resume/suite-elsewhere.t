# The suite was given by an absolute path, of which the bundle keeps the name only.
mini
server
goldpin run "$PWD/mini" -q -t "openai:m@$URL" -o out > /dev/null
goldpin run --resume out || echo "exit $?"
goldpin run mini --resume out -q | head -n 1
--- stdout
$ mini
$ server
$ goldpin run "$PWD/mini" -q -t "openai:m@$URL" -o out > /dev/null
$ goldpin run --resume out || echo "exit $?"
exit 2
$ goldpin run mini --resume out -q | head -n 1
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
--- stderr
$ goldpin run --resume out || echo "exit $?"
goldpin: the suite of the run in out is not at suite.json; give it again (bundles do not keep absolute paths): goldpin run SUITE --resume out
--- exit 0
