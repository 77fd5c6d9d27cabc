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
--- stderr
goldpin: out/manifest.json:75:18: bytes is -1, but must be from 0 to 9223372036854775807
--- exit 2
