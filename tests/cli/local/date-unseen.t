# A date that no template looks at changes nothing; one that is none is refused where it stands.
pocket
mini
echo '{"targets": {"pocket": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf", "date": "2030-01-01"}}}' > goldpin.json
goldpin run mini -q -t local:suites/smoke/pocket/pocket.gguf -o plain > plain.said
goldpin run mini -q -t pocket -o dated > dated.said
goldpin diff plain dated
field dated/manifest.json '/targets/*' name date || echo "no date"
sed 's/2030-01-01/2030-02-29/' goldpin.json > no-day.json
goldpin run mini -q -c no-day.json -o out || echo "exit $?"
sed -i 's/"cases"/"defaults": {"date": "tomorrow"}, "cases"/' mini/suite.json
goldpin run mini -q -o out || echo "exit $?"
mini
echo '{"targets": {"t": {"provider": "openai", "model": "m", "date": "2030-01-01"}}}' > goldpin.json
goldpin run mini -q -o out || echo "exit $?"
echo '{"targets": {"t": {"provider": "local", "model": "m", "extra": {"date_string": "1 Jan 2030"}}}}' > goldpin.json
goldpin run mini -q -o out || echo "exit $?"
--- stdout
$ pocket
$ mini
$ echo '{"targets": {"pocket": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf", "date": "2030-01-01"}}}' > goldpin.json
$ goldpin run mini -q -t local:suites/smoke/pocket/pocket.gguf -o plain > plain.said
$ goldpin run mini -q -t pocket -o dated > dated.said
$ goldpin diff plain dated
1 the same

$ field dated/manifest.json '/targets/*' name date || echo "no date"
pocket 
no date
$ sed 's/2030-01-01/2030-02-29/' goldpin.json > no-day.json
$ goldpin run mini -q -c no-day.json -o out || echo "exit $?"
exit 2
$ sed -i 's/"cases"/"defaults": {"date": "tomorrow"}, "cases"/' mini/suite.json
$ goldpin run mini -q -o out || echo "exit $?"
exit 2
$ mini
$ echo '{"targets": {"t": {"provider": "openai", "model": "m", "date": "2030-01-01"}}}' > goldpin.json
$ goldpin run mini -q -o out || echo "exit $?"
exit 2
$ echo '{"targets": {"t": {"provider": "local", "model": "m", "extra": {"date_string": "1 Jan 2030"}}}}' > goldpin.json
$ goldpin run mini -q -o out || echo "exit $?"
exit 2
--- stderr
$ field dated/manifest.json '/targets/*' name date || echo "no date"
field: dated/manifest.json: date at /targets/* is missing
$ goldpin run mini -q -c no-day.json -o out || echo "exit $?"
goldpin: no-day.json:1:98: date must be a day as YYYY-MM-DD, from 1970 on, not "2030-02-29"
$ goldpin run mini -q -o out || echo "exit $?"
goldpin: mini/suite.json:5:24: "date" must be a day as YYYY-MM-DD, from 1970 on, not "tomorrow"
$ goldpin run mini -q -o out || echo "exit $?"
goldpin: goldpin.json:1:64: a target of provider openai takes no "date"
$ goldpin run mini -q -o out || echo "exit $?"
goldpin: goldpin.json:1:80: "extra" of a local target gives variables to the chat template; "date_string" comes from the case or the model: use "date" of the target, the suite's defaults or the case
--- exit 0
