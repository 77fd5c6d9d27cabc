# A recording has no results; as B of a diff it would pass for a folder of goldens that holds none.
mini
server
goldpin run mini -q -t "openai:m@$URL" -o out --record rec > /dev/null
goldpin report rec || echo "exit $?"
goldpin diff out rec || echo "exit $?"
--- stdout
exit 2
exit 2
--- stderr
goldpin: rec is a recording, no bundle: goldpin run SUITE --replay rec makes one of it
goldpin: rec is a recording, no bundle: goldpin run SUITE --replay rec makes one of it
--- exit 0
