# One attempt per trial: a 429 is one request and one error.
mini "$(one_case a '#429 1 + 1' 2)"
server
goldpin run mini -v -t "openai:m@$URL" -o out
--- stdout
--- stderr
--- exit 0
