mini "$(one_case a '1 + 1' 2)"
server
goldpin run mini -q -t "openai:m@$URL" -o one > /dev/null
sed -i 's/1 + 1/1 +  1/' mini/suite.json
goldpin run mini --replay one -o two
--- stdout
$ mini "$(one_case a '1 + 1' 2)"
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o one > /dev/null
$ sed -i 's/1 + 1/1 +  1/' mini/suite.json
$ goldpin run mini --replay one -o two
--- stderr
$ goldpin run mini --replay one -o two
goldpin: target openai-m: openai at http://127.0.0.1:PORT/v1 (replayed)
goldpin: one/transcripts.jsonl: trial mini/a/openai-m/1 was recorded for another version of its case (digest HEX…, now HEX…): prompt, tools or sampling changed
--- exit 2
