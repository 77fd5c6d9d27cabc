# Generated code is run against its tests in the sandbox, when that is asked for, after all answers are in. Evidence of it lies
# in the bundle; a replay reads it, without a sandbox and without leave, and comes to the same results byte for byte.
confined
coded '"from answer import add\nassert add(2, 3) == 5\n"' '"Here:\n```python\ndef add(a, b):\n    return a + b\n```\n"' '"```python\ndef add(a, b):\n    return a - b\n```"' '"I cannot write code."' '"```python\nimport sys\nsys.exit(0)\n```"'
goldpin run mini -q -t openai:m@$URL --allow-code -o out || echo "exit $?"
field out/results.json '/trials/*/criteria/0' passed explanation
field out/evidence.jsonl "/*" trial criterion end status
(cd out && sha256sum --quiet -c SHA256SUMS && grep -c evidence.jsonl SHA256SUMS)
kill $SERVER
mkdir empty
PATH=$PATH command -v goldpin > .where
PATH=$PWD/empty "$(cat .where)" run mini -q --replay out -o again > /dev/null || echo "exit $?"
cmp out/results.json again/results.json
cmp out/evidence.jsonl again/evidence.jsonl
--- stdout
$ confined
$ coded '"from answer import add\nassert add(2, 3) == 5\n"' '"Here:\n```python\ndef add(a, b):\n    return a + b\n```\n"' '"```python\ndef add(a, b):\n    return a - b\n```"' '"I cannot write code."' '"```python\nimport sys\nsys.exit(0)\n```"'
$ goldpin run mini -q -t openai:m@$URL --allow-code -o out || echo "exit $?"
Gate failed: 3 of 4 trials failed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
exit 1
$ field out/results.json '/trials/*/criteria/0' passed explanation
true the tests pass: the block at byte 6
false the tests fail (the block at byte 0): exit status 1: "AssertionError"
false no python code in "I cannot write code."
false the tests fail (the block at byte 0): the program ended before its tests did, with exit status 0
$ field out/evidence.jsonl "/*" trial criterion end status
mini/a/openai-m/1 code-1 exited 0
mini/b/openai-m/1 code-1 exited 1
mini/d/openai-m/1 code-1 exited 0
$ (cd out && sha256sum --quiet -c SHA256SUMS && grep -c evidence.jsonl SHA256SUMS)
1
$ kill $SERVER
$ mkdir empty
$ PATH=$PATH command -v goldpin > .where
$ PATH=$PWD/empty "$(cat .where)" run mini -q --replay out -o again > /dev/null || echo "exit $?"
exit 1
$ cmp out/results.json again/results.json
$ cmp out/evidence.jsonl again/evidence.jsonl
--- stderr
--- exit 0
