# The disk fills up: the error says so (exit 3), nothing half-written has a final name, and when there is room again
# --resume goes on with what was finished.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3), $(one_case c '1 + 3' 4)"
server
mkdir out
mount -t tmpfs -o size=20k tmpfs out 2> /dev/null || skip 'mounting a small file system needs root'
trap 'umount out' EXIT
goldpin run mini -q -t "openai:m@$URL" -o out && echo 'unexpected success' || echo "exit $?"
find out -type f | LC_ALL=C sort
mount -o remount,size=1m out
goldpin run -q --resume out -t "openai:m@$URL"
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3), $(one_case c '1 + 3' 4)"
$ server
$ mkdir out
$ mount -t tmpfs -o size=20k tmpfs out 2> /dev/null || skip 'mounting a small file system needs root'
$ trap 'umount out' EXIT
$ goldpin run mini -q -t "openai:m@$URL" -o out && echo 'unexpected success' || echo "exit $?"
exit 3
$ find out -type f | LC_ALL=C sort
out/inputs/suites/mini/suite.json
out/manifest.json
out/topology.xml
out/transcripts.jsonl
$ mount -o remount,size=1m out
$ goldpin run -q --resume out -t "openai:m@$URL"
Gate passed: 3 of 3 trials passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
--- stderr
$ goldpin run mini -q -t "openai:m@$URL" -o out && echo 'unexpected success' || echo "exit $?"
goldpin: cannot write out/results.json: No space left on device
goldpin: 3 of 3 trials are saved in out
goldpin: go on with: goldpin run mini --resume out -q -t openai:m@http://127.0.0.1:PORT/v1
--- exit 0
