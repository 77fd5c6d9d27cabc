# A pin that does not hold stops the run before its first trial, with both values.
pocket
mini
sed -i 's|"cases"|"pins": {"binding": "4095"}, "cases"|' mini/suite.json
goldpin run mini -t local:suites/smoke/pocket/pocket.gguf -o out || code=$?
ls -d out 2> /dev/null || echo 'nothing is left'
exit $code
--- stdout
$ pocket
$ mini
$ sed -i 's|"cases"|"pins": {"binding": "4095"}, "cases"|' mini/suite.json
$ goldpin run mini -t local:suites/smoke/pocket/pocket.gguf -o out || code=$?
$ ls -d out 2> /dev/null || echo 'nothing is left'
nothing is left
$ exit $code
--- stderr
$ goldpin run mini -t local:suites/smoke/pocket/pocket.gguf -o out || code=$?
goldpin: mini/suite.json, target pocket: pin "binding" does not hold: wanted "4095", got {*}
--- exit 2
