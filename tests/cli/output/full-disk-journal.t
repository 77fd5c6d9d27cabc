# The disk fills up in the middle of the trials: those that finished are kept as whole lines, and --resume does the rest.
mini '{"id": "a", "messages": [{"role": "user", "content": "#big=9000 x"}], "grade": [{"type": "count", "unit": "characters", "min": 9000}]},
    {"id": "b", "messages": [{"role": "user", "content": "#big=9001 x"}], "grade": [{"type": "count", "unit": "characters", "min": 9000}]},
    {"id": "c", "messages": [{"role": "user", "content": "#big=9002 x"}], "grade": [{"type": "count", "unit": "characters", "min": 9000}]}'
server
mkdir out
mount -t tmpfs -o size=36k tmpfs out 2> /dev/null || skip 'mounting a small file system needs root'
trap 'umount out' EXIT
goldpin run mini -q -j 1 -t "openai:m@$URL" -o out && echo 'unexpected success' || echo "exit $?"
find out -type f | LC_ALL=C sort
echo "$(grep -c '}$' out/transcripts.jsonl) whole lines of $(awk 'END { print NR }' out/transcripts.jsonl)"
mount -o remount,size=1m out
goldpin run -q --resume out -t "openai:m@$URL"
awk 'END { print NR " lines" }' out/transcripts.jsonl
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "#big=9000 x"}], "grade": [{"type": "count", "unit": "characters", "min": 9000}]}, ...
$ server
$ mkdir out
$ mount -t tmpfs -o size=36k tmpfs out 2> /dev/null || skip 'mounting a small file system needs root'
$ trap 'umount out' EXIT
$ goldpin run mini -q -j 1 -t "openai:m@$URL" -o out && echo 'unexpected success' || echo "exit $?"
exit 3
$ find out -type f | LC_ALL=C sort
out/inputs/suites/mini/suite.json
out/manifest.json
out/topology.xml
out/transcripts.jsonl
$ echo "$(grep -c '}$' out/transcripts.jsonl) whole lines of $(awk 'END { print NR }' out/transcripts.jsonl)"
2 whole lines of 2
$ mount -o remount,size=1m out
$ goldpin run -q --resume out -t "openai:m@$URL"
Gate passed: 3 of 3 trials passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
$ awk 'END { print NR " lines" }' out/transcripts.jsonl
3 lines
--- stderr
$ goldpin run mini -q -j 1 -t "openai:m@$URL" -o out && echo 'unexpected success' || echo "exit $?"
goldpin: cannot write out/transcripts.jsonl: No space left on device
goldpin: 2 of 3 trials are saved in out
goldpin: go on with: goldpin run mini --resume out -q -j 1 -t openai:m@http://127.0.0.1:PORT/v1
--- exit 0
