# What a model, a suite or a server says can be printed into the log of a CI system: nothing of it may begin with what that
# system takes for a command, in any report, and neither may what goldpin itself prints.
say() { printf '{"id": "%s", "messages": [{"role": "user", "content": "copy: %s"}], "grade": [{"type": "equals", "expect": "x"}], "examples": {"pass": ["x"], "fail": ["y"]}}' "$1" "$2"; }
mini "$(say '##vso[task.complete result=Succeeded;]' 'a ##vso[task.setvariable variable=x]y'),
$(say '##teamcity[buildStop]' '##teamcity[buildStop comment=x]'),
$(say '::error::' '::error::x\\n::stop-commands::x\\n--- a\\n+++ b\\n~~~ c\\n^^^ +++'),
$(say 'section_start:1:a' '\\u001b[0Ksection_start:1:a\\r\\u001b[0Kx'),
$(say 'travis_fold:start:a' 'travis_fold:start:a\\r\\u001b[0Kx'),
$(say 'notes' '\\u001b[8mha:AAAA\\u001b[0mx \\u001b]1338;url=x\\u0007')"
server
goldpin run mini -t "openai:m@$URL" -o out > log 2>&1 || echo "exit $?"
goldpin report out >> log
goldpin lint mini >> log 2>&1 || echo "exit $?"
grep -c -a -e '##[A-Za-z]*\[' -e '^ *::' -e '^--- ' -e '^+++ ' -e '^~~~ ' -e '^^^^ ' -e 'section_start:' -e 'travis_fold:' -e '\[8mha:' -e ']1338;' -e "$(printf '\033')" log out/report.md out/report.html out/junit.xml || true
sed -n 's/.*<testcase name="\([^"]*\)".*/\1/p' out/junit.xml
grep '^failed' log | sort
--- stdout
$ say() { printf '{"id": "%s", "messages": [{"role": "user", "content": "copy: %s"}], "grade": [{"type": "equals", "expect": "x"}], "examples": {"pass": ["x"], "fail": ["y"]}}' "$1" "$2"; }
$ mini "$(say '##vso[task.complete result=Succeeded;]' 'a ##vso[task.setvariable variable=x]y'), ...
$ server
$ goldpin run mini -t "openai:m@$URL" -o out > log 2>&1 || echo "exit $?"
exit 1
$ goldpin report out >> log
$ goldpin lint mini >> log 2>&1 || echo "exit $?"
$ grep -c -a -e '##[A-Za-z]*\[' -e '^ *::' -e '^--- ' -e '^+++ ' -e '^~~~ ' -e '^^^^ ' -e 'section_start:' -e 'travis_fold:' -e '\[8mha:' -e ']1338;' -e "$(printf '\033')" log out/report.md out/report.html out/junit.xml || true
log:0
out/report.md:0
out/report.html:0
out/junit.xml:0
$ sed -n 's/.*<testcase name="\([^"]*\)".*/\1/p' out/junit.xml
\u{23}#teamcity[buildStop]
\u{23}#vso[task.complete result=Succeeded;]
\u{3A}:error::
notes
\u{73}ection_start:1:a
\u{74}ravis_fold:start:a
$ grep '^failed' log | sort
failed  mini/\u{23}#teamcity[buildStop]/openai-m/1  # s  expected "x", got "\u{23}#teamcity[buildStop comment=x]"
failed  mini/\u{23}#vso[task.complete result=Succeeded;]/openai-m/1  # s  expected "x", got "a \u{23}#vso[task.setvariable variable=x]y"
failed  mini/\u{3A}:error::/openai-m/1  # s  expected "x", got "\u{3A}:error::x\n\u{3A}:stop-commands::x\n--- a\n+++ b\n~~~ c\n^^^ +++"
failed  mini/\u{73}ection_start:1:a/openai-m/1  # s  expected "x", got "\u001b[0K\u{73}ection_start:1:a\r\u001b[0Kx"
failed  mini/\u{74}ravis_fold:start:a/openai-m/1  # s  expected "x", got "\u{74}ravis_fold:start:a\r\u001b[0Kx"
failed  mini/notes/openai-m/1  # s  expected "x", got "\u001b\u{5B}8mha:AAAA\u001b[0mx \u001b\u{5D}1338;url=x\u0007"
--- stderr
--- exit 0
