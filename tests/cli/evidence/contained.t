# What generated code may try, and how it is told: a fork bomb, an endless loop, 10 GB, the network, files elsewhere, much output,
# passwords and keys. Nothing of it reaches further than its own /tmp.
confined
export SECRET_API_KEY=sk-4711-secret
coded '"import answer\n"' \
    '"```python\nimport os, time\nend = time.time() + 2\nwhile time.time() < end:\n    if not os.fork():\n        os.close(2)\n```"' \
    '"```python\nwhile True:\n    pass\n```"' \
    '"```python\nx = bytearray(10 << 30)\n```"' \
    '"```python\nimport urllib.request\nurllib.request.urlopen(\"http://192.0.2.1/\")\n```"' \
    '"```python\nopen(\"/usr/lib/x\", \"w\")\n```"' \
    '"```python\nprint(\"x\" * (100 << 20))\n```"' \
    '"```python\nopen(\"/etc/shadow\")\n```"' \
    '"```python\nimport os\nprint([k for k in os.environ])\nos.environ[\"SECRET_API_KEY\"]\n```"'
goldpin run mini -q -t openai:m@$URL --allow-code -o out > /dev/null || echo "exit $?"
field out/results.json '/trials/*' case status
field out/results.json '/trials/*/criteria/0' explanation
grep -rl 4711-secret out || echo 'in no file'
--- stdout
$ confined
$ export SECRET_API_KEY=sk-4711-secret
$ coded '"import answer\n"'  ...
$ goldpin run mini -q -t openai:m@$URL --allow-code -o out > /dev/null || echo "exit $?"
exit 1
$ field out/results.json '/trials/*' case status
a failed
b failed
c failed
d failed
e failed
f failed
g failed
h failed
$ field out/results.json '/trials/*/criteria/0' explanation
the tests fail (the block at byte 0): exit status 1, kept from more processes: "BlockingIOError: [Errno 11] Resource temporarily unavailable"
the tests fail (the block at byte 0): stopped at its time limit
the tests fail (the block at byte 0): exit status 1, kept from more memory: "MemoryError"
the tests fail (the block at byte 0): exit status 1, kept from the network: "urllib.error.URLError: <urlopen error [Errno 101] Network is…"
the tests fail (the block at byte 0): exit status 1, kept from writing that: "OSError: [Errno 30] Read-only file system: '/usr/lib/x'"
the tests fail (the block at byte 0): stopped because it wrote too much
the tests fail (the block at byte 0): exit status 1: "FileNotFoundError: [Errno 2] No such file or directory: '/et…"
the tests fail (the block at byte 0): exit status 1: "KeyError: 'SECRET_API_KEY'"
$ grep -rl 4711-secret out || echo 'in no file'
in no file
--- stderr
--- exit 0
