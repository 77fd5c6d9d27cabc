# And for JavaScript, where node is installed.
confined
[ -x /usr/bin/node ] || skip 'node is not installed'
mini '{"id": "good", "messages": [{"role": "user", "content": "good"}], "grade": [{"type": "code", "language": "javascript", "tests": "require(\"assert\").equal(add(2, 3), 5)"}]},
    {"id": "exits", "messages": [{"role": "user", "content": "exits"}], "grade": [{"type": "code", "language": "javascript", "tests": "require(\"assert\").equal(add(2, 3), 5)"}]},
    {"id": "wrong", "messages": [{"role": "user", "content": "wrong"}], "grade": [{"type": "code", "language": "javascript", "tests": "require(\"assert\").equal(add(2, 3), 5)"}]}'
printf '%s\n' '{"good": "```js\nconst add = (a, b) => a + b;\n```", "exits": "```js\nprocess.exit(0)\n```", "wrong": "```javascript\nfunction add(a, b) { return a }\n```"}' > answers.json
server --answers answers.json
goldpin run mini -q -t openai:m@$URL --allow-code -o out > /dev/null || echo "exit $?"
field out/results.json '/trials/*' case status
field out/results.json '/trials/*/criteria/*' explanation
--- stdout
$ confined
$ [ -x /usr/bin/node ] || skip 'node is not installed'
$ mini '{"id": "good", "messages": [{"role": "user", "content": "good"}], "grade": [{"type": "code", "language": "javascript", "tests": "require(\"assert\").equal(add(2, 3), 5)"}]}, ...
$ printf '%s\n' '{"good": "```js\nconst add = (a, b) => a + b;\n```", "exits": "```js\nprocess.exit(0)\n```", "wrong": "```javascript\nfunction add(a, b) { return a }\n```"}' > answers.json
$ server --answers answers.json
$ goldpin run mini -q -t openai:m@$URL --allow-code -o out > /dev/null || echo "exit $?"
exit 1
$ field out/results.json '/trials/*' case status
exits failed
good passed
wrong failed
$ field out/results.json '/trials/*/criteria/*' explanation
the tests fail (the block at byte 0): the program ended before its tests did, with exit status 0
the tests pass: the block at byte 0
the tests fail (the block at byte 0): exit status 1: "AssertionError [ERR_ASSERTION]: 2 == 5"
--- stderr
--- exit 0
