# The program of the record tests the answer; the reference solution is an example of one that passes.
cat > in.jsonl << 'END'
{"task_id": "Test/0", "prompt": "def add(a, b):\n    \"\"\"The sum.\"\"\"\n", "entry_point": "add", "canonical_solution": "    return a + b\n", "test": "def check(f):\n    assert f(2, 3) == 5\n"}
{"task_id": "Test/0", "prompt": "p", "entry_point": "a; import os", "test": "t"}
END
goldpin import in.jsonl -o out
cat out/cases.jsonl
goldpin import in.jsonl -o out || echo "exit $?"
--- stdout
$ cat > in.jsonl << 'END' ...
$ goldpin import in.jsonl -o out
out: 1 of 2 records became cases; 1 left out
$ cat out/cases.jsonl
{"id": "Test-0", "messages": [{"role":"user","content":"Complete this Python function. Answer with one block of code (```python) that holds the whole program: imports, anything defined here beside it, and the finished function.\n\n```python\ndef add(a, b):\n    \"\"\"The sum.\"\"\"\n\n```\n"}], "grade": [{"type":"code","language":"python","tests":"from answer import *\nfrom answer import add\ndef check(f):\n    assert f(2, 3) == 5\n\n\ncheck(add)\n"}], "examples": {"pass":["```python\ndef add(a, b):\n    \"\"\"The sum.\"\"\"\n    return a + b\n\n```\n"],"fail":["```python\ndef add(a, b):\n    \"\"\"The sum.\"\"\"\n    pass\n\n```\n"]}}
$ goldpin import in.jsonl -o out || echo "exit $?"
exit 2
--- stderr
$ goldpin import in.jsonl -o out
goldpin: not mapped: entry_point: it is no name of a Python function (1 time, first at line 2)
$ goldpin import in.jsonl -o out || echo "exit $?"
goldpin: out is not empty: name a new folder
--- exit 0
