# The recording cannot be written: the run ends as it does when its journal cannot, and what was recorded is whole lines.
mini '{"id": "a", "messages": [{"role": "user", "content": "#big=9000 x"}], "grade": [{"type": "count", "unit": "characters", "min": 9000}]},
    {"id": "b", "messages": [{"role": "user", "content": "#big=9001 x"}], "grade": [{"type": "count", "unit": "characters", "min": 9000}]},
    {"id": "c", "messages": [{"role": "user", "content": "#big=9002 x"}], "grade": [{"type": "count", "unit": "characters", "min": 9000}]}'
server
mkdir rec
mount -t tmpfs -o size=32k tmpfs rec 2> /dev/null || skip 'mounting a small file system needs root'
trap 'umount rec' EXIT
goldpin run mini -q -j 1 -t "openai:m@$URL" --record rec -o out && echo 'unexpected success' || echo "exit $?"
echo "$(grep -c '}$' rec/exchanges.jsonl) whole lines of $(awk 'END { print NR }' rec/exchanges.jsonl)"
mount -o remount,size=1m rec
goldpin run -q --resume out -t "openai:m@$URL" --record rec > /dev/null
goldpin run mini -q --replay rec -o again
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "#big=9000 x"}], "grade": [{"type": "count", "unit": "characters", "min": 9000}]}, ...
$ server
$ mkdir rec
$ mount -t tmpfs -o size=32k tmpfs rec 2> /dev/null || skip 'mounting a small file system needs root'
$ trap 'umount rec' EXIT
$ goldpin run mini -q -j 1 -t "openai:m@$URL" --record rec -o out && echo 'unexpected success' || echo "exit $?"
exit 3
$ echo "$(grep -c '}$' rec/exchanges.jsonl) whole lines of $(awk 'END { print NR }' rec/exchanges.jsonl)"
1 whole lines of 1
$ mount -o remount,size=1m rec
$ goldpin run -q --resume out -t "openai:m@$URL" --record rec > /dev/null
$ goldpin run mini -q --replay rec -o again
Gate passed: 3 of 3 trials passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      again
replay of   rec
reports     again/report.md again/report.html again/junit.xml again/results.json
--- stderr
$ goldpin run mini -q -j 1 -t "openai:m@$URL" --record rec -o out && echo 'unexpected success' || echo "exit $?"
goldpin: cannot record an exchange of trial mini/b/openai-m/1: cannot write rec/exchanges.jsonl: No space left on device
goldpin: 1 of 3 trials are saved in out
goldpin: go on with: goldpin run mini --resume out -q -j 1 -t openai:m@http://127.0.0.1:PORT/v1 --record rec
--- exit 0
