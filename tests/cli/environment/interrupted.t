# SIGINT while the priming prompt hangs: nothing is finished, and a resumed run primes again.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
server
(goldpin run mini -q -t "openai:m#hang@$URL" --environment warm -o cut & echo $! > pid; code=0; wait $! || code=$?; echo "exit $code") > cut.txt 2> cut.err &
until [ -e cut/transcripts.jsonl ]; do sleep 0.05; done
sleep 0.1
kill -INT "$(cat pid)"
wait $!
cat cut.txt cut.err
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ server
$ (goldpin run mini -q -t "openai:m#hang@$URL" --environment warm -o cut & echo $! > pid; code=0; wait $! || code=$?; echo "exit $code") > cut.txt 2> cut.err &
$ until [ -e cut/transcripts.jsonl ]; do sleep 0.05; done
$ sleep 0.1
$ kill -INT "$(cat pid)"
$ wait $!
$ cat cut.txt cut.err
exit 130
goldpin: interrupted: 0 of 2 trials are finished and saved in cut
goldpin: go on with: goldpin run mini --resume cut -q -t 'openai:m#hang@http://127.0.0.1:PORT/v1' --environment warm
--- stderr
--- exit 0
