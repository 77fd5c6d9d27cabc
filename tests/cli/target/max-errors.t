# One broken trial is allowed: the answered ones decide.
mini "$(one_case a '1 + 1' 2), $(one_case b '#500 1 + 2' 3)"
server
goldpin run mini --max-errors 1 -t "openai:m@$URL" -o out
--- stdout
--- stderr
--- exit 0
