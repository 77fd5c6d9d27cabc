# A recording has no results; as B of a diff it would pass for a folder of goldens that holds none.
mini
server
goldpin run mini -q -t "openai:m@$URL" -o out --record rec > /dev/null
goldpin report rec || echo "exit $?"
goldpin diff out rec || echo "exit $?"
--- stdout
$ mini
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o out --record rec > /dev/null
$ goldpin report rec || echo "exit $?"
exit 2
$ goldpin diff out rec || echo "exit $?"
exit 2
--- stderr
$ goldpin report rec || echo "exit $?"
goldpin: rec is a recording, no bundle: goldpin run SUITE --replay rec makes one of it
$ goldpin diff out rec || echo "exit $?"
goldpin: rec is a recording, no bundle: goldpin run SUITE --replay rec makes one of it
--- exit 0
