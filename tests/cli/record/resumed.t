# An interrupted run goes on with its recording: what a replay of it answers is the whole run.
mini "$(one_case a '1 + 1' 2), $(one_case b '#delay=3s 1 + 2' 3), $(one_case c '1 + 3' 4)"
server
(goldpin run mini -j 1 -q -t "openai:m@$URL" --record rec -o cut & echo $! > pid; code=0; wait $! || code=$?; echo "exit $code") > cut.txt 2> cut.err &
until [ -s cut/transcripts.jsonl ]; do sleep 0.05; done
kill -INT "$(cat pid)"
wait $!
cat cut.txt
printf '{"request_sha' >> rec/exchanges.jsonl
goldpin run -q --resume cut -t "openai:m@$URL" || echo "exit $?"
goldpin run -q --resume cut -t "openai:m@$URL" --record rec > resumed.txt
exec 9>&-
unplugged goldpin run mini -q --replay rec -o again > again.txt
grep fingerprint again.txt > fp
grep fingerprint resumed.txt | cmp - fp && echo 'same fingerprint'
wc -l < rec/exchanges.jsonl
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '#delay=3s 1 + 2' 3), $(one_case c '1 + 3' 4)"
$ server
$ (goldpin run mini -j 1 -q -t "openai:m@$URL" --record rec -o cut & echo $! > pid; code=0; wait $! || code=$?; echo "exit $code") > cut.txt 2> cut.err &
$ until [ -s cut/transcripts.jsonl ]; do sleep 0.05; done
$ kill -INT "$(cat pid)"
$ wait $!
$ cat cut.txt
exit 130
$ printf '{"request_sha' >> rec/exchanges.jsonl
$ goldpin run -q --resume cut -t "openai:m@$URL" || echo "exit $?"
exit 2
$ goldpin run -q --resume cut -t "openai:m@$URL" --record rec > resumed.txt
$ exec 9>&-
$ unplugged goldpin run mini -q --replay rec -o again > again.txt
$ grep fingerprint again.txt > fp
$ grep fingerprint resumed.txt | cmp - fp && echo 'same fingerprint'
same fingerprint
$ wc -l < rec/exchanges.jsonl
3
--- stderr
$ goldpin run -q --resume cut -t "openai:m@$URL" || echo "exit $?"
goldpin: the run in cut is recorded in a folder named rec: give it again with --record, or the recording would lack what is asked now
--- exit 0
