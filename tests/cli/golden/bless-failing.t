# bless lists what it accepts with verdicts; a failing answer is accepted on request only, and --dry-run writes nothing.
mini "$(one_case a '2 + 2' 4), $(one_case b '2 + 2' 5)"
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
server
goldpin run mini -q -t "openai:m@$URL" -o one | grep next
goldpin bless one --dry-run --failing
ls golden 2> /dev/null || echo 'no golden is written'
goldpin bless one || echo "exit $?"
ls golden/mini/openai-m
goldpin bless one --case b || echo "exit $?"
sed -n '/^> # accept/,/^> ```/p' one/report.md
goldpin bless one --failing
goldpin bless one
--- stdout
$ mini "$(one_case a '2 + 2' 4), $(one_case b '2 + 2' 5)"
$ sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o one | grep next
next        2 goldens are missing; goldpin bless one accepts this run's answers, failing ones only with --failing
$ goldpin bless one --dry-run --failing
new       passed  mini/openai-m/a.json
new       failed  mini/openai-m/b.json
2 goldens in golden; nothing was written
$ ls golden 2> /dev/null || echo 'no golden is written'
no golden is written
$ goldpin bless one || echo "exit $?"
new       passed  mini/openai-m/a.json
left out  failed  mini/openai-m/b.json
1 golden in golden; review and commit them
1 failing answer is left out; --failing accepts it as known failure
exit 1
$ ls golden/mini/openai-m
a.json
$ goldpin bless one --case b || echo "exit $?"
left out  failed  mini/openai-m/b.json
0 goldens in golden
1 failing answer is left out; --failing accepts it as known failure
exit 1
$ sed -n '/^> # accept/,/^> ```/p' one/report.md
> # accept the failing answer as a known failure
> goldpin bless RUN --case b --failing
> ```
$ goldpin bless one --failing
same      passed  mini/openai-m/a.json
new       failed  mini/openai-m/b.json
2 goldens in golden; review and commit them
$ goldpin bless one
same      passed  mini/openai-m/a.json
same      failed  mini/openai-m/b.json
2 goldens in golden; review and commit them
--- stderr
--- exit 0
