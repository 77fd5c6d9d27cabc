# not for the oracle: out
mini
server
goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null
head -c 300 out/results.json > half && mv half out/results.json; resum out
goldpin report out
--- stdout
$ mini
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null
$ head -c 300 out/results.json > half && mv half out/results.json; resum out
$ goldpin report out
--- stderr
$ goldpin report out
goldpin: out/results.json:13:17: the document ends where a key in double quotes is expected
--- exit 2
