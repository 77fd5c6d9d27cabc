# The same for C and a shell, with a protocol that counts tests, and with tests in a file of the suite.
confined
mini '{"id": "c", "messages": [{"role": "user", "content": "c"}], "grade": [{"type": "code", "language": "c", "tests_file": "tests/add.c"}]},
    {"id": "c-exits", "messages": [{"role": "user", "content": "c-exits"}], "grade": [{"type": "code", "language": "c", "tests_file": "tests/add.c"}]},
    {"id": "c-wrong", "messages": [{"role": "user", "content": "c-wrong"}], "grade": [{"type": "code", "language": "c", "tests_file": "tests/add.c"}]},
    {"id": "sh", "messages": [{"role": "user", "content": "sh"}], "grade": [{"type": "code", "language": "shell", "tests": "[ \"$(sh answer.sh 2 3)\" = 5 ]"}]},
    {"id": "sh-wrong", "messages": [{"role": "user", "content": "sh-wrong"}], "grade": [{"type": "code", "language": "shell", "tests": "[ \"$(sh answer.sh 2 3)\" = 5 ]"}]},
    {"id": "several", "messages": [{"role": "user", "content": "several"}], "grade": [{"type": "code", "language": "shell", "tests": "sh answer.sh"},
      {"type": "code", "language": "shell", "block": "last", "tests": "sh answer.sh"}]},
    {"id": "tap", "messages": [{"role": "user", "content": "sh"}], "grade": [{"type": "code", "language": "shell", "protocol": "tap",
      "tests": "echo 1..4; for n in 1 2 3 4; do [ \"$(sh answer.sh $n 1)\" = $((n + 1)) ] && [ $n -lt 4 ] && echo ok $n || echo not ok $n; done"}]}'
mkdir mini/tests
printf '#include "answer.c"\nint main(void) { return add(2, 3) == 5 ? 0 : 1; }\n' > mini/tests/add.c
printf '%s\n' '{"c": "```c\nstatic int add(int a, int b) { return a + b; }\n```", "c-wrong": "```c\nint add(int a, int b) { return a * b }\n```",' \
    ' "c-exits": "```c\n#include <stdlib.h>\nint add(int a, int b) { exit(0); }\n```", "sh": "```sh\necho $(($1 + $2))\n```",' \
    ' "sh-wrong": "```sh\necho 6\n```", "several": "```sh\nfalse\n```\nor\n```sh\ntrue\n```"}' > answers.json
server --answers answers.json
goldpin run mini -q -t openai:m@$URL --allow-code -o out > /dev/null || echo "exit $?"
field out/results.json '/trials/*' case status score
field out/results.json '/trials/*/criteria/*' explanation
goldpin run mini -q --replay out -o again > /dev/null || echo "exit $?"
cmp out/results.json again/results.json
rm mini/tests/add.c
goldpin lint mini || echo "exit $?"
--- stdout
$ confined
$ mini '{"id": "c", "messages": [{"role": "user", "content": "c"}], "grade": [{"type": "code", "language": "c", "tests_file": "tests/add.c"}]}, ...
$ mkdir mini/tests
$ printf '#include "answer.c"\nint main(void) { return add(2, 3) == 5 ? 0 : 1; }\n' > mini/tests/add.c
$ printf '%s\n' '{"c": "```c\nstatic int add(int a, int b) { return a + b; }\n```", "c-wrong": "```c\nint add(int a, int b) { return a * b }\n```",'  ...
$ server --answers answers.json
$ goldpin run mini -q -t openai:m@$URL --allow-code -o out > /dev/null || echo "exit $?"
exit 1
$ field out/results.json '/trials/*' case status score
c-exits failed 0
c-wrong failed 0
c passed 1
several failed 0.5
sh-wrong failed 0
sh passed 1
tap failed 0.75
$ field out/results.json '/trials/*/criteria/*' explanation
the tests fail (the block at byte 0): the program ended before its tests did, with exit status 0
the tests fail (the block at byte 0): exit status 125: "answer.c:1:37: error: expected ‘;’ before ‘}’ token"
the tests pass: the block at byte 0
2 blocks of shell code where one is asked for; the first at byte 0, the last at byte 19
the tests pass: block 2 of 2, at byte 19
the tests fail (the block at byte 0): exit status 1
the tests pass: the block at byte 0
3 of 4 tests pass; "not ok 4"
$ goldpin run mini -q --replay out -o again > /dev/null || echo "exit $?"
exit 1
$ cmp out/results.json again/results.json
$ rm mini/tests/add.c
$ goldpin lint mini || echo "exit $?"
exit 2
--- stderr
$ goldpin lint mini || echo "exit $?"
goldpin: mini/suite.json:6:75: the file mini/tests/add.c does not exist
--- exit 0
