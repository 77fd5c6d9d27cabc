# What is wrong with the input ends the run before it writes anything.
mini
goldpin run mini -t opnai:m -o out || echo "exit $?"
goldpin run mini -t local:missing.gguf -o out || echo "exit $?"
ls -d out reports 2> /dev/null || echo 'nothing is left'
--- stdout
--- stderr
--- exit 0
