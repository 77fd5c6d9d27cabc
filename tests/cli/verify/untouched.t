# Bundles as runs leave them hold: recorded, without money for all, with programs that grade, and resumed.
holds() { goldpin verify "$1" --rerun none | grep -E 'differs|^  ' || echo "$1 holds"; }
server
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
goldpin run mini -q -t openai:m@$URL -o live --record rec
holds live
goldpin run mini -q --replay rec -o again
holds again
targets '"price": {"input_per_mtok": 0, "output_per_mtok": 1000000}, "sampling": {"max_tokens": 5}'
goldpin run mini -q -t t -j 1 --max-cost 5 -o poor || echo "exit $?"
holds poor
goldpin run mini -q -t t --max-cost 50 --resume poor
holds poor
printf 'print(1)\n' > mini/grade.py
mini '{"id": "g", "messages": [{"role": "user", "content": "What is 1 + 1?"}], "grade": [{"type": "external", "command": ["python3", "grade.py"], "files": ["grade.py"]}]}'
goldpin run "$PWD/mini" -q -t openai:m@$URL -o graded || echo "exit $?"
ls graded/inputs/suites/mini
holds graded
--- stdout
$ holds() { goldpin verify "$1" --rerun none | grep -E 'differs|^  ' || echo "$1 holds"; }
$ server
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ goldpin run mini -q -t openai:m@$URL -o live --record rec
Gate passed: 2 of 2 trials passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      live
reports     live/report.md live/report.html live/junit.xml live/results.json
$ holds live
live holds
$ goldpin run mini -q --replay rec -o again
Gate passed: 2 of 2 trials passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      again
replay of   rec
reports     again/report.md again/report.html again/junit.xml again/results.json
$ holds again
again holds
$ targets '"price": {"input_per_mtok": 0, "output_per_mtok": 1000000}, "sampling": {"max_tokens": 5}'
$ goldpin run mini -q -t t -j 1 --max-cost 5 -o poor || echo "exit $?"
No verdict: 1 of 2 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      poor
reports     poor/report.md poor/report.html poor/junit.xml poor/results.json
cost        1.000000 USD; of the budget of 5 USD, 1.000000 are used
exit 3
$ holds poor
poor holds
$ goldpin run mini -q -t t --max-cost 50 --resume poor
Gate passed: 2 of 2 trials passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      poor
reports     poor/report.md poor/report.html poor/junit.xml poor/results.json
cost        2.000000 USD; of the budget of 50 USD, 2.000000 are used
$ holds poor
poor holds
$ printf 'print(1)\n' > mini/grade.py
$ mini '{"id": "g", "messages": [{"role": "user", "content": "What is 1 + 1?"}], "grade": [{"type": "external", "command": ["python3", "grade.py"], "files": ["grade.py"]}]}'
$ goldpin run "$PWD/mini" -q -t openai:m@$URL -o graded || echo "exit $?"
Gate failed: no trial was graded (0 broke, 1 skipped).
fingerprint sha256:HEX
bundle      graded
reports     graded/report.md graded/report.html graded/junit.xml graded/results.json
flagged     1 of 1 trials was skipped: what a case needs is not there; they neither passed nor failed, and graded/report.md says why
exit 1
$ ls graded/inputs/suites/mini
grade.py
suite.json
$ holds graded
graded holds
--- stderr
$ goldpin run "$PWD/mini" -q -t openai:m@$URL -o graded || echo "exit $?"
goldpin: warning: --allow-external: not given; 1 case of this run needs a program to be run for the verdict and will be skipped
--- exit 0
