# Turns and images; the seed and the repeats are those of the recorded run.
mkdir -p pictures
printf '\211PNG\r\n\032\n' > pictures/p.png
cat > pictures/suite.json << 'END'
{"name": "pictures", "version": "1", "license": "Apache-2.0", "cases": [
  {"id": "see", "needs": ["image"], "messages": [{"role": "user", "content": [{"type": "text", "text": "4 + 5"}, {"type": "image", "path": "p.png"}]}], "grade": [{"type": "equals", "expect": "9"}], "examples": {"pass": ["9"], "fail": ["x"]}},
  {"id": "talk", "messages": [{"role": "user", "content": "1 + 1"}], "turns": ["copy: more", "20 + 2"], "grade": [{"type": "equals", "expect": "22"}], "examples": {"pass": [["2", "more", "22"]], "fail": [["2", "more", "x"]]}}]}
END
server
goldpin run pictures -q --seed 42 --repeat 2 -t "openai:m@$URL" --record rec -o live || echo "exit $?"
exec 9>&-
unplugged goldpin run pictures -q --replay rec -o again || echo "exit $?"
same_reports live again
wc -l < rec/exchanges.jsonl
sed -i 's/copy: more/copy: else/' pictures/suite.json
unplugged goldpin run pictures -q --replay rec -o changed
--- stdout
$ mkdir -p pictures
$ printf '\211PNG\r\n\032\n' > pictures/p.png
$ cat > pictures/suite.json << 'END' ...
$ server
$ goldpin run pictures -q --seed 42 --repeat 2 -t "openai:m@$URL" --record rec -o live || echo "exit $?"
Gate passed: 4 of 4 trials passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      live
reports     live/report.md live/report.html live/junit.xml live/results.json
$ exec 9>&-
$ unplugged goldpin run pictures -q --replay rec -o again || echo "exit $?"
Gate passed: 4 of 4 trials passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      again
replay of   rec
reports     again/report.md again/report.html again/junit.xml again/results.json
$ same_reports live again
$ wc -l < rec/exchanges.jsonl
8
$ sed -i 's/copy: more/copy: else/' pictures/suite.json
$ unplugged goldpin run pictures -q --replay rec -o changed
--- stderr
$ unplugged goldpin run pictures -q --replay rec -o changed
goldpin: trial pictures/talk/openai-m/1, turn 2: the recording rec does not hold it; the nearest recorded is of trial pictures/talk/openai-m/1, turn 2 and differs at /messages/2/content: recorded "copy: more", now "copy: else". A replay never asks a live target
goldpin: 2 of 4 trials are saved in changed
goldpin: go on with: goldpin run pictures --resume changed -q --replay rec
--- exit 2
