# Every part of an exchange: turns, reasoning, tool calls, who else was asked, what judges said.
shown() { goldpin show "$@" | sed -e 's/_s: .*/_s: #/' -e 's/^started: .*/started: #/' -e '/^judge_again/d'; }
server
cat > s.json << 'END'
{"name": "s", "version": "1", "license": "x", "cases": [
 {"id": "talk", "turns": ["What is 4 + 5? #reasoning"], "messages": [{"role": "user", "content": "What is 2 + 3?"}], "grade": [{"type": "number", "expect": 9}]},
 {"id": "calls", "messages": [{"role": "user", "content": "Weather? #tools"}], "tools": [{"type": "function", "function": {"name": "weather"}}],
  "grade": [{"type": "not_contains", "expect": "x"}, {"type": "latency", "max": 100}]}]}
END
goldpin run s.json -q -t m=openai:m@$URL -o out > /dev/null || true
shown out talk
shown out calls | sed -n '/^exchange/,$p'
kill $SERVER
refined
goldpin run mini -q -t pair -o refined > /dev/null || true
shown refined sum | sed -n '/^served_by/,/^criteria/p'
kill $SERVER
rm -r mini
judged '"votes": 1' 'Capital of France?'
goldpin run mini -t me -q -o live > /dev/null || true
shown live a | sed -n '/^criteria/,$p'
--- stdout
$ shown() { goldpin show "$@" | sed -e 's/_s: .*/_s: #/' -e 's/^started: .*/started: #/' -e '/^judge_again/d'; }
$ server
$ cat > s.json << 'END' ...
$ goldpin run s.json -q -t m=openai:m@$URL -o out > /dev/null || true
$ shown out talk
trial: s/talk/m/1
where: s.json:2
status: passed
score: 1
target: m
repeat: 1
seed: 1839627162
started: #
duration_s: #
attempts: 2
returned_model: m-2026-01-01
exchange:
  - role: user
    content: What is 2 + 3?
  - reply: 1
    answer: 5
    finish: stop
    input_tokens: 5
    output_tokens: 1
    first_token_s: #
    total_s: #
  - role: user
    content: What is 4 + 5? #reasoning
  - reply: 2
    reasoning: Let me think.
    answer: 9
    finish: stop
    input_tokens: 6
    output_tokens: 1
    first_token_s: #
    total_s: #
criteria:
  - number-1  1  the last number is "9"
$ shown out calls | sed -n '/^exchange/,$p'
exchange:
  - role: user
    content: Weather? #tools
  - reply: 1
    tool_calls:
      [
        {
          "name": "weather",
          "arguments": "{\"city\":\"Oslo\"}"
        },
        {
          "name": "clock",
          "arguments": "{}"
        }
      ]
    finish: tool_calls
    input_tokens: 2
    output_tokens: 1
    first_token_s: #
    total_s: #
criteria:
  - not_contains-1  1  contains none of what it must not
budgets:
  - id: latency-2
    state: met
    explanation: # s, at most 100 wanted
$ kill $SERVER
$ refined
$ goldpin run mini -q -t pair -o refined > /dev/null || true
$ shown refined sum | sed -n '/^served_by/,/^criteria/p'
served_by: writer
rounds:
  - by: pair
    role: draft
    member: writer
    answer: 6
  - by: pair
    role: critic
    member: reader
    answer: Six is too much.
  - by: pair
    role: draft
    member: writer
    answer: 4
  - by: pair
    role: critic
    member: reader
    answer: Four is not enough.
  - by: pair
    role: draft
    member: writer
    answer: 5
  - by: pair
    role: critic
    member: reader
    answer: APPROVED
criteria:
$ kill $SERVER
$ rm -r mini
$ judged '"votes": 1' 'Capital of France?'
$ goldpin run mini -t me -q -o live > /dev/null || true
$ shown live a | sed -n '/^criteria/,$p'
criteria:
  - contains-1  1  contains "It is"
  - judge-2  1  1 of 1 vote for it: "It says Paris."
evidence:
  - criterion: judge-2
    vote: 1
    judge:
      model: j
      provider: openai
    ended: answered
    output: {"reason": "It says Paris.", "pass": true}
--- stderr
--- exit 0
