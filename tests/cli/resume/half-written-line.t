# Power loss in the middle of a line: that trial is asked again, the others are kept.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
server
goldpin run mini -q -j 1 -t "openai:m@$URL" -o out > one.txt
truncate -s -20 out/transcripts.jsonl
rm out/results.json
goldpin run --resume out -t "openai:m@$URL" > two.txt
[ "$(grep fingerprint one.txt)" = "$(grep fingerprint two.txt)" ] && echo 'same fingerprint'
wc -l < out/transcripts.jsonl
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ server
$ goldpin run mini -q -j 1 -t "openai:m@$URL" -o out > one.txt
$ truncate -s -20 out/transcripts.jsonl
$ rm out/results.json
$ goldpin run --resume out -t "openai:m@$URL" > two.txt
$ [ "$(grep fingerprint one.txt)" = "$(grep fingerprint two.txt)" ] && echo 'same fingerprint'
same fingerprint
$ wc -l < out/transcripts.jsonl
2
--- stderr
$ goldpin run --resume out -t "openai:m@$URL" > two.txt
goldpin: target openai-m: openai at http://127.0.0.1:PORT/v1
goldpin: 2 trials (2 cases, 1 target), 1 of them finished earlier
--- exit 0
