# Every case once, then every case again; how fast at the beginning and at the end.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
server
goldpin run mini -q -t "openai:m@$URL" -o out --environment sustained --repeat 3 -j 1 | head -n 1
field out/transcripts.jsonl '/*/id'
part '### Pace' out/report.md | sed -n '/openai-m/s,n/a\|[0-9][0-9.]*,N,gp'
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o out --environment sustained --repeat 3 -j 1 | head -n 1
Gate passed: 6 of 6 trials passed; goldens: no case has one; no trial broke.
$ field out/transcripts.jsonl '/*/id'
mini/a/openai-m/1
mini/b/openai-m/1
mini/a/openai-m/2
mini/b/openai-m/2
mini/a/openai-m/3
mini/b/openai-m/3
$ part '### Pace' out/report.md | sed -n '/openai-m/s,n/a\|[0-9][0-9.]*,N,gp'
| `openai-m` | N | N | N | N | N | N | N | N | N |
--- stderr
--- exit 0
