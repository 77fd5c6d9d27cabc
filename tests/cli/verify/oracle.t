# A second program, written from the guides, agrees about a bundle and finds what was edited.
# not for the oracle: t
command -v python3 > /dev/null || skip 'no python3'
pocket
oracle() { python3 "$ROOT/tests/oracle/bundle/check_bundle.py" "$@" || echo "exit $?"; }
edit() { rm -rf t; cp -r run t; sed -i "$2" "t/$1"; resum t; oracle t | sed 's/: [0-9]* files,.*;/:/'; }
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
$ command -v python3 > /dev/null || skip 'no python3'
$ pocket
$ oracle() { python3 "$ROOT/tests/oracle/bundle/check_bundle.py" "$@" || echo "exit $?"; }
$ edit() { rm -rf t; cp -r run t; sed -i "$2" "t/$1"; resum t; oracle t | sed 's/: [0-9]* files,.*;/:/'; }
$ goldpin run suites/smoke -q -o run > /dev/null
$ oracle run
run: 62 files, 23 trials, 36 criteria, 0 not judged, 0 votes, 24 prompts, 0 not rendered, 1 fingerprints; 0 differ
$ edit transcripts.jsonl '/sum-carry/s/"answer":"122"/"answer":"123"/'
t/transcripts.jsonl:4: does not follow what stands before it
t/results.json: states another fingerprint than its trials have
t/results.json: smoke/sum-carry/pocket/1: value scores 0.0, stated is 1
t: 3 differ
exit 1
$ edit results.json '/count-most/s/"status":"failed"/"status":"passed"/'
t/results.json: is not what chain.json names
t/results.json: states another fingerprint than its trials have
t/results.json: smoke/count-most/pocket/1: its criteria say otherwise than "passed"
t/results.json: states 22 passed, its trials give 23
t/results.json: states 1 failed, its trials give 0
t/results.json: states another pass rate than its trials have
t: 6 differ
exit 1
$ edit results.json '/count-most/s/"score":0,/"score":1,/'
t/results.json: is not what chain.json names
t/results.json: states another fingerprint than its trials have
t/results.json: smoke/count-most/pocket/1: its criteria give 0.0, stated is 1
t/results.json: states another mean score than its trials have
t: 4 differ
exit 1
$ edit manifest.json 's/"sha256": "8cf8/"sha256": "8cf9/'
t/manifest.json: is not what chain.json names
t/transcripts.jsonl:1: does not follow what stands before it
t/results.json: states another fingerprint than its trials have
t: 3 differ
exit 1
$ edit manifest.json 's/"started_epoch": 1/"started_epoch": 2/'
t/manifest.json: is not what chain.json names
t/transcripts.jsonl:1: does not follow what stands before it
t: 2 differ
exit 1
$ edit transcripts.jsonl 6d | sed 's|smoke/.*|TRIAL|'
t/transcripts.jsonl:6: does not follow what stands before it
t/transcripts.jsonl:22: is not where chain.json says that it ends
t/transcripts.jsonl: has no line of TRIAL
t: 3 differ
exit 1
$ edit transcripts.jsonl '6{h;d};7G'
t/transcripts.jsonl:6: does not follow what stands before it
t/transcripts.jsonl:7: does not follow what stands before it
t/transcripts.jsonl:8: does not follow what stands before it
t: 3 differ
exit 1
$ edit inputs/golden/smoke/pocket/sum-carry.json 's/"answer": "122"/"answer": "123"/'
t/inputs: is not what chain.json names
t: 1 differ
exit 1
$ edit inputs/suites/smoke/suite.json 's/"expect": 122, "weight"/"expect": 123, "weight"/'
t/inputs: is not what chain.json names
t/results.json: smoke/sum-carry/pocket/1: value scores 0.0, stated is 1
t: 2 differ
exit 1
$ goldpin run suites/smoke -q --replay run -o again > /dev/null
$ oracle again
again: 62 files, 23 trials, 36 criteria, 0 not judged, 0 votes, 24 prompts, 0 not rendered, 1 fingerprints; 0 differ
--- stderr
--- exit 0
