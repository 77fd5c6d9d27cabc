# Other cases of the same suite may go.
mini "$(case_of open public hard '2 + 2' 4), $(case_of secret regulated hard '1 + 1' 2)"
server
goldpin run mini -q -o out -t "openai:m@$URL" --filter open | head -n 1
--- stdout
$ mini "$(case_of open public hard '2 + 2' 4), $(case_of secret regulated hard '1 + 1' 2)"
$ server
$ goldpin run mini -q -o out -t "openai:m@$URL" --filter open | head -n 1
Gate passed: 1 of 1 trial passed (1 of 2 cases); goldens: no case has one; no trial broke.
--- stderr
--- exit 0
