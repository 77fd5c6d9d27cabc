# A case as it would be asked, with where each value comes from, and what graders say of the examples.
cat > suite.json << 'END'
{"name": "shown", "version": "1", "license": "x", "defaults": {"system": "Answer\nbriefly.", "temperature": 0, "max_tokens": 8,
 "timeout": {"stall_s": 7}, "seed": 3}, "cases": [
  {"id": "sum", "tags": ["a", "b"], "max_tokens": 9, "turns": ["And plus 1?"], "messages": [{"role": "user", "content": "2 + 3?"}],
   "grade": [{"type": "number", "expect": 6}], "examples": {"pass": [["5", "6"]], "fail": [["5", "7"]]}},
  {"id": "hostile", "messages": [{"role": "user", "content": "a\n::error::b\n\u001b[31mred"}], "grade": [{"type": "equals", "expect": "\u0007"}],
   "examples": {"pass": ["\u0007"], "fail": ["x"]}}
]}
END
goldpin show suite.json sum
goldpin show suite.json hostile | grep -n 'error\|red\|expected'
goldpin show suite.json sum --json -o out.json
field out.json /seed/value /targets/0/prompt_tokens /targets/0/context /examples/1/verdict
goldpin show suite.json summ || echo "exit $?"
goldpin show suite.json sum -t local:nowhere.gguf || echo "exit $?"
--- stdout
$ cat > suite.json << 'END' ...
$ goldpin show suite.json sum
case: sum
suite: shown
where: suite.json:3
tags: a, b
messages:
  - role: system
    content:
      Answer
      briefly.
  - role: user
    content: 2 + 3?
turns: And plus 1?
seed: 1757048240  (derived from seed 3, suite, case and repeat 1)
pass_at: 1
graders:
  - id: number-1
    weight: 1
    turn: 2
    grader:
      {
        "type": "number",
        "expect": 6
      }
examples:
  - must: pass
    reply: 5, 6
    verdict: passed
    score: 1
    criteria:
      - number-1  1  the last number is "6"
  - must: fail
    reply: 5, 7
    verdict: failed
    score: 0
    criteria:
      - number-1  0  expected "6", the last number is "7"
targets:
  - target: pocket
    provider: local
    model: ROOT/suites/smoke/pocket/pocket.gguf
    sampling:
      temperature: 0  (the suite's defaults)
      max_tokens: 9  (the case)
    limits:
      connect_s: 10  (goldpin's default)
      first_token_s: 120  (goldpin's default)
      stall_s: 7  (the suite's defaults)
      total_s: 600  (goldpin's default)
    prompt:
      <|bos|><|system|>Answer
      briefly.<|end|><|user|>2 + 3?<|end|><|assistant|>
    prompt_tokens: 27
    context: 256
    tokens: 256, 258, 65, 110, 115, 119, 101, 114, 10, 98, 114, 105, 101, 102, 108, 121, 46, 257, 259, 50, 32, 43, 32, 51, 63, 257, 260
$ goldpin show suite.json hostile | grep -n 'error\|red\|expected'
12:      \u{3A}:error::b
13:      \x1B[31mred
37:      - equals-1  0  expected "\x07", got "x"
53:      \u{3A}:error::b
54:      \x1B[31mred<|end|><|assistant|>
$ goldpin show suite.json sum --json -o out.json
$ field out.json /seed/value /targets/0/prompt_tokens /targets/0/context /examples/1/verdict
1757048240
27
256
failed
$ goldpin show suite.json summ || echo "exit $?"
exit 2
$ goldpin show suite.json sum -t local:nowhere.gguf || echo "exit $?"
exit 2
--- stderr
$ goldpin show suite.json summ || echo "exit $?"
goldpin: suite.json has no case "summ"; did you mean "sum"? (goldpin list shows them)
$ goldpin show suite.json sum -t local:nowhere.gguf || echo "exit $?"
goldpin: cannot open nowhere.gguf: No such file or directory
--- exit 0
