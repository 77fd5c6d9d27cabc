# A recording of the rest of a run could not be replayed.
mini "$(one_case a '1 + 1' 2), $(one_case b '#delay=3s 1 + 2' 3)"
server
(goldpin run mini -j 1 -q -t "openai:m@$URL" -o cut & echo $! > pid; wait $! || true) > cut.txt 2>&1 &
until [ -s cut/transcripts.jsonl ]; do sleep 0.05; done
kill -INT "$(cat pid)"
wait $!
goldpin run -q --resume cut -t "openai:m@$URL" --record rec
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '#delay=3s 1 + 2' 3)"
$ server
$ (goldpin run mini -j 1 -q -t "openai:m@$URL" -o cut & echo $! > pid; wait $! || true) > cut.txt 2>&1 &
$ until [ -s cut/transcripts.jsonl ]; do sleep 0.05; done
$ kill -INT "$(cat pid)"
$ wait $!
$ goldpin run -q --resume cut -t "openai:m@$URL" --record rec
--- stderr
$ goldpin run -q --resume cut -t "openai:m@$URL" --record rec
goldpin: the run in cut was begun without --record: a recording of its rest could not be replayed; leave --record out
--- exit 2
