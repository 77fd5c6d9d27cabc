# What ends reasoning in a reply is said by the target: a "</think>" that nothing opened ends nothing by itself, and what
# stands before it is graded.
suite() { mini '{"id": "a", "messages": [{"role": "user", "content": "copy: secret plan</think> fine"}], "grade": [{"type": "not_contains", "expect": "secret"}], "examples": {"pass": ["fine"], "fail": ["secret"]}}'; }
suite
server
targets '"reasoning": "auto"'
goldpin run mini -q -o auto > /dev/null || echo "exit $?"
targets '"reasoning": "tags"'
goldpin run mini -q -o tags > /dev/null || echo "exit $?"
grep -h 'Reasoning:' auto/report.md tags/report.md
field tags/manifest.json '/targets/*/reasoning'
targets '"reasoning": "none"'
goldpin run mini -q --resume tags || echo "exit $?"
targets '"reasoning": "tag"'
goldpin run mini -q -o other || echo "exit $?"
--- stdout
$ suite() { mini '{"id": "a", "messages": [{"role": "user", "content": "copy: secret plan</think> fine"}], "grade": [{"type": "not_contains", "expect": "secret"}], "examples": {"pass": ["fine"], "fail": ["secret"]}}'; }
$ suite
$ server
$ targets '"reasoning": "auto"'
$ goldpin run mini -q -o auto > /dev/null || echo "exit $?"
exit 1
$ targets '"reasoning": "tags"'
$ goldpin run mini -q -o tags > /dev/null || echo "exit $?"
$ grep -h 'Reasoning:' auto/report.md tags/report.md
  - Reasoning: what stands in a reply before `</think>`, also where nothing opened it.
$ field tags/manifest.json '/targets/*/reasoning'
tags
$ targets '"reasoning": "none"'
$ goldpin run mini -q --resume tags || echo "exit $?"
exit 2
$ targets '"reasoning": "tag"'
$ goldpin run mini -q -o other || echo "exit $?"
exit 2
--- stderr
$ goldpin run mini -q --resume tags || echo "exit $?"
goldpin: this is not the run that was begun: target "t" had {"reasoning":"tags"}, now {"reasoning":"none"}
$ goldpin run mini -q -o other || echo "exit $?"
goldpin: goldpin.json:1:110: the reasoning mode is "tag", but must be one of auto, tags, none; did you mean "tags"?
--- exit 0
