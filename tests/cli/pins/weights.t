# A pin that does not hold stops the run before its first trial, with both values.
pocket
mini
sed -i 's|"cases"|"pins": {"weights_sha256": "0000000000000000000000000000000000000000000000000000000000000000"}, "cases"|' mini/suite.json
goldpin run mini -t local:suites/smoke/pocket/pocket.gguf -o out || code=$?
ls -d out 2> /dev/null || echo 'nothing is left'
exit $code
--- stdout
$ pocket
$ mini
$ sed -i 's|"cases"|"pins": {"weights_sha256": "0000000000000000000000000000000000000000000000000000000000000000"}, "cases"|' mini/suite.json
$ goldpin run mini -t local:suites/smoke/pocket/pocket.gguf -o out || code=$?
$ ls -d out 2> /dev/null || echo 'nothing is left'
nothing is left
$ exit $code
--- stderr
$ goldpin run mini -t local:suites/smoke/pocket/pocket.gguf -o out || code=$?
goldpin: pin "weights_sha256" of mini/suite.json does not hold for target pocket: pinned HEX, but it is HEX
--- exit 2
