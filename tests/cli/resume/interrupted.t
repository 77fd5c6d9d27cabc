# SIGINT: exit 130, what was finished is saved; --resume ends with the fingerprint of an undisturbed run.
mini "$(one_case a '1 + 1' 2), $(one_case b '#delay=3s 1 + 2' 3)"
server
(goldpin run mini -j 1 -q -t "openai:m@$URL" -o cut & echo $! > pid; code=0; wait $! || code=$?; echo "exit $code") > cut.txt 2> cut.err &
until [ -s cut/transcripts.jsonl ]; do sleep 0.05; done
kill -INT "$(cat pid)"
wait $!
cat cut.txt
cat cut.err
goldpin run -q --resume cut -t "openai:m@$URL" > resumed.txt
goldpin run mini -q -t "openai:m@$URL" -o whole > whole.txt
[ "$(grep fingerprint resumed.txt)" = "$(grep fingerprint whole.txt)" ] && echo 'same fingerprint'
wc -l < cut/transcripts.jsonl
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '#delay=3s 1 + 2' 3)"
$ server
$ (goldpin run mini -j 1 -q -t "openai:m@$URL" -o cut & echo $! > pid; code=0; wait $! || code=$?; echo "exit $code") > cut.txt 2> cut.err &
$ until [ -s cut/transcripts.jsonl ]; do sleep 0.05; done
$ kill -INT "$(cat pid)"
$ wait $!
$ cat cut.txt
exit 130
$ cat cut.err
goldpin: interrupted: 1 of 2 trials are finished and saved in cut
goldpin: go on with: goldpin run mini --resume cut -j 1 -q -t openai:m@http://127.0.0.1:PORT/v1
$ goldpin run -q --resume cut -t "openai:m@$URL" > resumed.txt
$ goldpin run mini -q -t "openai:m@$URL" -o whole > whole.txt
$ [ "$(grep fingerprint resumed.txt)" = "$(grep fingerprint whole.txt)" ] && echo 'same fingerprint'
same fingerprint
$ wc -l < cut/transcripts.jsonl
2
--- stderr
--- exit 0
