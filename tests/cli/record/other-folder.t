# With another folder the exchanges would stand half here and half there, and neither could be replayed.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
server
goldpin run mini -q -j 1 -t "openai:m@$URL" -o out --record rec > /dev/null
head -n 1 out/transcripts.jsonl > cut
mv cut out/transcripts.jsonl
rm out/results.json out/SHA256SUMS
goldpin run --resume out -q --record other || echo "exit $?"
echo garbage >> out/transcripts.jsonl
echo >> out/transcripts.jsonl
goldpin run --resume out -q --record rec || echo "exit $?"
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ server
$ goldpin run mini -q -j 1 -t "openai:m@$URL" -o out --record rec > /dev/null
$ head -n 1 out/transcripts.jsonl > cut
$ mv cut out/transcripts.jsonl
$ rm out/results.json out/SHA256SUMS
$ goldpin run --resume out -q --record other || echo "exit $?"
exit 2
$ echo garbage >> out/transcripts.jsonl
$ echo >> out/transcripts.jsonl
$ goldpin run --resume out -q --record rec || echo "exit $?"
exit 2
--- stderr
$ goldpin run --resume out -q --record other || echo "exit $?"
goldpin: other is not the recording of the run in out, which was kept in a folder named rec: give that one with --record, or none of the two could be replayed
$ goldpin run --resume out -q --record rec || echo "exit $?"
goldpin: out/transcripts.jsonl:2:1: expected a value, found 'garbage'
--- exit 0
