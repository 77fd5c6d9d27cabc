# What a report shows as the prompt is the user's last message; it says so where more was sent.
turns='{"id": "turns", "messages": [{"role": "user", "content": "What is 1 + 3?"}], "turns": ["And what is 2 + 2?"],
 "grade": [{"type": "equals", "expect": "5"}], "examples": {"pass": [["4", "5"]], "fail": [["4", "4"]]}}'
mini "$(one_case alone '1 + 1' 3), $(one_case system '1 + 2' 5 | sed 's/"messages": \[/&{"role": "system", "content": "Be brief."}, /'), $turns"
server
goldpin run mini -q -t "openai:m@$URL" -o out | head -n 1
grep '^Prompt' out/report.md
field out/results.json '/trials/*/messages'
--- stdout
$ turns='{"id": "turns", "messages": [{"role": "user", "content": "What is 1 + 3?"}], "turns": ["And what is 2 + 2?"], ...
$ mini "$(one_case alone '1 + 1' 3), $(one_case system '1 + 2' 5 | sed 's/"messages": \[/&{"role": "system", "content": "Be brief."}, /'), $turns"
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o out | head -n 1
Gate failed: 3 of 3 trials failed.
$ grep '^Prompt' out/report.md
Prompt:
Prompt (the user's last of 2 messages, system text included):
Prompt (the user's last of 3 messages, system text included):
$ field out/results.json '/trials/*/messages'
2
3
--- stderr
--- exit 0
