mini "$(one_case a '1 + 1' 2)"
server
goldpin run mini -q -t "openai:m@$URL" -o one > /dev/null
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
goldpin run mini --replay one -o two
--- stdout
$ mini "$(one_case a '1 + 1' 2)"
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o one > /dev/null
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ goldpin run mini --replay one -o two
--- stderr
$ goldpin run mini --replay one -o two
goldpin: target openai-m: openai at http://127.0.0.1:PORT/v1 (replayed)
goldpin: one/transcripts.jsonl has no trial mini/b/openai-m/1; replay never asks a live target
--- exit 2
