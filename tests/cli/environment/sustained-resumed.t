# The pace of two halves is nobody's pace.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
server
goldpin run mini -q -t "openai:m@$URL" -o out --environment sustained -j 1 > /dev/null
sed -i 2d out/transcripts.jsonl
goldpin run --resume out -q > /dev/null
grep 'pace of' out/report.md
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o out --environment sustained -j 1 > /dev/null
$ sed -i 2d out/transcripts.jsonl
$ goldpin run --resume out -q > /dev/null
$ grep 'pace of' out/report.md
The pace of `openai-m` is n/a: the run was interrupted, so its trials did not follow each other without pause.
--- stderr
--- exit 0
