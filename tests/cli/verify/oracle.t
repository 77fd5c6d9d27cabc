# A second program, written from the guides, agrees about a bundle and finds what was edited.
# not for the oracle: t
command -v python3 > /dev/null || skip 'no python3'
pocket
oracle() { python3 "$ROOT/tests/oracle/bundle/check_bundle.py" "$@" || echo "exit $?"; }
edit() { rm -rf t; cp -r run t; sed -i "$2" "t/$1"; resum t; oracle t | sed 's/, not judged.*//'; }
goldpin run suites/smoke -q -o run > /dev/null
oracle run
edit transcripts.jsonl '/sum-carry/s/"answer":"122"/"answer":"123"/'
edit results.json '/count-most/s/"status":"failed"/"status":"passed"/'
edit results.json '/count-most/s/"score":0,/"score":1,/'
edit manifest.json 's/"sha256": "8cf8/"sha256": "8cf9/'
edit manifest.json 's/"started_epoch": 1/"started_epoch": 2/'
edit transcripts.jsonl 6d | sed 's|smoke/.*|TRIAL|'
edit transcripts.jsonl '6{h;d};7G'
edit inputs/golden/smoke/pocket/sum-carry.json 's/"answer": "122"/"answer": "123"/'
edit inputs/suites/smoke/suite.json 's/"expect": 122, "weight"/"expect": 123, "weight"/'
goldpin run suites/smoke -q --replay run -o again > /dev/null
oracle again
--- stdout
--- stderr
--- exit 0
