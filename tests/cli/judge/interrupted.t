# What a judge has said is not asked again when a run goes on; what another judge said does not count for this one.
# not for the oracle: out
judged '' 'a?' 'b?'
goldpin run mini -t me -q -o out > /dev/null || echo "exit $?"
grep -v '"trial":"mini/b' out/evidence.jsonl > rest; mv rest out/evidence.jsonl
goldpin run --resume out -t me -q > /dev/null || echo "exit $?"
field out/evidence.jsonl '/*' trial end
sed -i 's/"model": "j"/"model": "k"/' goldpin.json
goldpin run --resume out -t me -q || echo "exit $?"
sed -i 's/"model":"j"/"model":"z"/' out/evidence.jsonl
sed -i 's/"model": "k"/"model": "j"/' goldpin.json
goldpin run --resume out -t me -q > /dev/null || echo "exit $?"
field out/evidence.jsonl '/*/judge' model | sort | uniq -c
sed -i '3s/"vote":1/"vote":"1"/; 3s/"vote":2/"vote":"2"/' out/evidence.jsonl; resum out
goldpin run mini -q --replay out -o again || echo "exit $?"
--- stdout
$ judged '' 'a?' 'b?'
$ goldpin run mini -t me -q -o out > /dev/null || echo "exit $?"
exit 1
$ grep -v '"trial":"mini/b' out/evidence.jsonl > rest; mv rest out/evidence.jsonl
$ goldpin run --resume out -t me -q > /dev/null || echo "exit $?"
exit 1
$ field out/evidence.jsonl '/*' trial end
calibration answered
calibration answered
calibration answered
calibration answered
mini/a/me/1 answered
mini/b/me/1 answered
$ sed -i 's/"model": "j"/"model": "k"/' goldpin.json
$ goldpin run --resume out -t me -q || echo "exit $?"
exit 2
$ sed -i 's/"model":"j"/"model":"z"/' out/evidence.jsonl
$ sed -i 's/"model": "k"/"model": "j"/' goldpin.json
$ goldpin run --resume out -t me -q > /dev/null || echo "exit $?"
exit 1
$ field out/evidence.jsonl '/*/judge' model | sort | uniq -c
      6 j
      6 z
$ sed -i '3s/"vote":1/"vote":"1"/; 3s/"vote":2/"vote":"2"/' out/evidence.jsonl; resum out
$ goldpin run mini -q --replay out -o again || echo "exit $?"
exit 2
--- stderr
$ goldpin run --resume out -t me -q || echo "exit $?"
goldpin: this is not the run that was begun: judge "judge" had {"model":"j"}, now {"model":"k"}
$ goldpin run mini -q --replay out -o again || echo "exit $?"
goldpin: out/evidence.jsonl:3:213: vote must be an integer, not a string
goldpin: 2 of 2 trials are saved in again
goldpin: go on with: goldpin run mini --resume again -q --replay out
--- exit 0
