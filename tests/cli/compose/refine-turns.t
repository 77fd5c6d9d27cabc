# Each reply of a conversation is refined on its own.
refined
mini '{"id": "talk", "messages": [{"role": "user", "content": "What is 2 + 3?"}], "turns": ["1 + 1"], "grade": [{"type": "equals", "turn": 1, "expect": "5"}]}'
goldpin run mini -q -t pair -o out --fail-under 0 > out.txt || cat out.txt
part '### Rounds' out/report.md | grep '^| .talk' | cut -d'|' -f 4-6
--- stdout
$ refined
$ mini '{"id": "talk", "messages": [{"role": "user", "content": "What is 2 + 3?"}], "turns": ["1 + 1"], "grade": [{"type": "equals", "turn": 1, "expect": "5"}]}'
$ goldpin run mini -q -t pair -o out --fail-under 0 > out.txt || cat out.txt
$ part '### Rounds' out/report.md | grep '^| .talk' | cut -d'|' -f 4-6
 1.1 | draft | `writer` 
 1.1 | critic | `reader` 
 1.2 | draft | `writer` 
 1.2 | critic | `reader` 
 1.3 | draft | `writer` 
 1.3 | critic | `reader` 
 2.1 | draft | `writer` 
 2.1 | critic | `reader` 
 2.2 | draft | `writer` 
 2.2 | critic | `reader` 
 2.3 | draft | `writer` 
 2.3 | critic | `reader` 
 2.4 | draft | `writer` 
 2.4 | critic | `reader` 
 2.5 | draft | `writer` 
--- stderr
--- exit 0
