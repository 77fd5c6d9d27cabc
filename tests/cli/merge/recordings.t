# Recordings of shards become the recording of the whole, which replays the whole run.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3), $(one_case c '1 + 3' 4)"
server
for k in 1 2; do goldpin run mini -q -t m="openai:m@$URL" --shard $k/2 -o s$k --record r$k > /dev/null; done
goldpin merge s2 s1 -o whole > /dev/null
goldpin merge r1 s2 -o x || echo "exit $?"
goldpin merge r2 r1 -o recording
kill "$SERVER"
goldpin run mini -q --replay recording -o again > /dev/null
goldpin diff whole again
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3), $(one_case c '1 + 3' 4)"
$ server
$ for k in 1 2; do goldpin run mini -q -t m="openai:m@$URL" --shard $k/2 -o s$k --record r$k > /dev/null; done
$ goldpin merge s2 s1 -o whole > /dev/null
$ goldpin merge r1 s2 -o x || echo "exit $?"
exit 2
$ goldpin merge r2 r1 -o recording
recording   recording
$ kill "$SERVER"
$ goldpin run mini -q --replay recording -o again > /dev/null
$ goldpin diff whole again
3 the same

--- stderr
$ goldpin merge r1 s2 -o x || echo "exit $?"
goldpin: s2 is a bundle and r1 is a recording; merge the ones or the others
--- exit 0
