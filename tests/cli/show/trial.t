# A trial as it went: exchange, criteria, where the answer differs from the golden, and the command that judges it again.
unset CI
goldpin init x > /dev/null
cd x
goldpin run . -q -o first > /dev/null
goldpin bless first > /dev/null
sed -i 's/"answer": "5"/"answer": "six of them"/' golden/mine/pocket/sum.json
goldpin run . -q -o second > /dev/null || echo "exit $?"
goldpin show second sum > shown
sed -e 's/_s: .*/_s: #/' -e 's/per_s: .*/per_s: #/' -e 's/^started: .*/started: #/' shown
sh -c "$(sed -n 's/^judge_again: //p' shown) -q" | head -n 1
goldpin show second mine/copy/pocket/1 --json -o out.json
field out.json /trial /status /golden/state /exchange/1/answer
goldpin show second nothing || echo "exit $?"
goldpin show second sum -t pocket || echo "exit $?"
goldpin run . -q --repeat 2 --filter sum -o twice > /dev/null || true
goldpin show twice sum || echo "exit $?"
mv suite.json elsewhere.json
goldpin show first sum | grep 'judge\|role'
rm -r first/inputs
goldpin show first sum | sed -n '/^note/,/reply/p'
rm first/results.json
goldpin show first sum | grep '^status'
--- stdout
$ unset CI
$ goldpin init x > /dev/null
$ cd x
$ goldpin run . -q -o first > /dev/null
$ goldpin bless first > /dev/null
$ sed -i 's/"answer": "5"/"answer": "six of them"/' golden/mine/pocket/sum.json
$ goldpin run . -q -o second > /dev/null || echo "exit $?"
exit 1
$ goldpin show second sum > shown
$ sed -e 's/_s: .*/_s: #/' -e 's/per_s: .*/per_s: #/' -e 's/^started: .*/started: #/' shown
trial: mine/sum/pocket/1
where: suite.json:9
status: passed
score: 1
target: pocket
repeat: 1
seed: 1525496601
started: #
duration_s: #
attempts: 1
exchange:
  - role: user
    content: What is the sum of 2 and 3?
  - reply: 1
    prompt: <|bos|><|user|>What is the sum of 2 and 3?<|end|><|assistant|>
    answer: 5
    finish: stop
    input_tokens: 31
    output_tokens: 2
    first_token_s: #
    total_s: #
    output_tokens_per_s: #
criteria:
  - number-1  1  the last number is "5"
golden:
  state: differs
  mode: exact
  why: answer: word 1: expected "six", got "5"
  difference: [-six of them-] {+5+}
judge_again: goldpin run suite.json --replay second --filter mine/sum/pocket/1 -o again
$ sh -c "$(sed -n 's/^judge_again: //p' shown) -q" | head -n 1
Gate failed: goldens: 1 differs (1 of 5 cases) (1 of 5 recorded trials).
$ goldpin show second mine/copy/pocket/1 --json -o out.json
$ field out.json /trial /status /golden/state /exchange/1/answer
mine/copy/pocket/1
passed
match
valley drum
$ goldpin show second nothing || echo "exit $?"
exit 2
$ goldpin show second sum -t pocket || echo "exit $?"
exit 2
$ goldpin run . -q --repeat 2 --filter sum -o twice > /dev/null || true
$ goldpin show twice sum || echo "exit $?"
exit 2
$ mv suite.json elsewhere.json
$ goldpin show first sum | grep 'judge\|role'
  - role: user
judge_again: goldpin run first/inputs/suites/mine/suite.json --replay first --filter mine/sum/pocket/1 -o again
$ rm -r first/inputs
$ goldpin show first sum | sed -n '/^note/,/reply/p'
note: neither the bundle nor this folder has the suite as it was, so only the last message is known
exchange:
  - role: user
    content: What is the sum of 2 and 3?
  - reply: 1
$ rm first/results.json
$ goldpin show first sum | grep '^status'
status: not graded yet: the run has not ended
--- stderr
$ goldpin show second nothing || echo "exit $?"
goldpin: second has no trial "nothing", by its id (SUITE/CASE/TARGET/REPEAT) or that of its case
$ goldpin show second sum -t pocket || echo "exit $?"
goldpin: second is a run: its targets are known; leave --target, --config and --env-file out
$ goldpin show twice sum || echo "exit $?"
goldpin: twice has several trials of case "sum"; name one: mine/sum/pocket/1 mine/sum/pocket/2
--- exit 0
