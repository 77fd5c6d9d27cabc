# The rich dialect points at the line of the case; the strict one has nothing that Jenkins' schema does not know.
server
mini "$(one_case right '1 + 1' 2), $(one_case wrong '1 + 2' 4)"
goldpin run mini -q -t "openai:m@$URL" -o out --junit-dialect rich > out.txt || echo "exit $?"
grep -o '<testcase .*' out/junit.xml | sed 's/time="[0-9.]*"/time="T"/'
grep -A 1 '<failure' out/junit.xml | sed 's/.*>at/at/' | head -n 1
goldpin report out --junit strict.xml
grep 'properties\|file=\|line=\|timestamp=' strict.xml || echo 'nothing of it'
--- stdout
$ server
$ mini "$(one_case right '1 + 1' 2), $(one_case wrong '1 + 2' 4)"
$ goldpin run mini -q -t "openai:m@$URL" -o out --junit-dialect rich > out.txt || echo "exit $?"
exit 1
$ grep -o '<testcase .*' out/junit.xml | sed 's/time="[0-9.]*"/time="T"/'
<testcase name="right" classname="mini.openai-m" time="T" file="mini/suite.json" line="6">
<testcase name="wrong" classname="mini.openai-m" time="T" file="mini/suite.json" line="6">
$ grep -A 1 '<failure' out/junit.xml | sed 's/.*>at/at/' | head -n 1
at mini.Case(suite.json:6)
$ goldpin report out --junit strict.xml
$ grep 'properties\|file=\|line=\|timestamp=' strict.xml || echo 'nothing of it'
nothing of it
--- stderr
--- exit 0
