# Local and remote in one report.
pocket
server
goldpin run suites/smoke -q --tag quick -t local:suites/smoke/pocket/pocket.gguf -t "openai:adder@$URL" -o out --fail-under 0 > /dev/null || echo "exit $?"
grep -o '<testsuite name="[^"]*"' out/junit.xml
grep -c 'adder' out/report.md | sed 's/[0-9][0-9]*/some lines/'
--- stdout
$ pocket
$ server
$ goldpin run suites/smoke -q --tag quick -t local:suites/smoke/pocket/pocket.gguf -t "openai:adder@$URL" -o out --fail-under 0 > /dev/null || echo "exit $?"
$ grep -o '<testsuite name="[^"]*"' out/junit.xml
<testsuite name="smoke / openai-adder"
<testsuite name="smoke / pocket"
$ grep -c 'adder' out/report.md | sed 's/[0-9][0-9]*/some lines/'
some lines
--- stderr
--- exit 0
