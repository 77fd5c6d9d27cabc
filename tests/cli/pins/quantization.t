# A pin that does not hold stops the run before its first trial, with both values.
pocket
mini
sed -i 's|"cases"|"pins": {"quantization": "Q4_K"}, "cases"|' mini/suite.json
goldpin run mini -t local:suites/smoke/pocket/pocket.gguf -o out || code=$?
ls -d out 2> /dev/null || echo 'nothing is left'
exit $code
--- stdout
$ pocket
$ mini
$ sed -i 's|"cases"|"pins": {"quantization": "Q4_K"}, "cases"|' mini/suite.json
$ goldpin run mini -t local:suites/smoke/pocket/pocket.gguf -o out || code=$?
$ ls -d out 2> /dev/null || echo 'nothing is left'
nothing is left
$ exit $code
--- stderr
$ goldpin run mini -t local:suites/smoke/pocket/pocket.gguf -o out || code=$?
goldpin: pin "quantization" of mini/suite.json does not hold for target pocket: pinned Q4_K, but it is Q8_0
--- exit 2
