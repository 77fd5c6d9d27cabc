# The second program reads votes of judges too, and what composites did: each vote belongs to its question and makes the
# verdict, each round is in the fingerprint. Which line of the journal comes last is not told: that is a matter of time.
# not for the oracle: t composed
command -v python3 > /dev/null || skip 'no python3'
oracle() { python3 "$ROOT/tests/oracle/bundle/check_bundle.py" "$@" || echo "exit $?"; }
edit() { rm -rf t; cp -r "$1" t; sed -i "$3" "t/$2"; resum t; oracle t | grep -v 'does not follow\|chain.json' | sed '/^t: /d'; }
judged '"votes": 3' 'Capital of France?' 'Capital of France, again?'
goldpin run mini -t me -q -o judged > /dev/null || echo "exit $?"
oracle judged
edit judged evidence.jsonl '/"mini.a.*"vote":2/s/true/false/'
edit judged evidence.jsonl '/"mini.a.*"vote":./s/true/false/'
edit judged transcripts.jsonl '/mini.a/s/"answer":"It is Paris/"answer":"It  is Paris/'
kill $SERVER
routed
goldpin run mini -q -t careful --filter hard -o composed > /dev/null || echo "exit $?"
oracle composed
edit composed transcripts.jsonl 's/"served_by":"house"/"served_by":"broken"/'
edit composed transcripts.jsonl 's/"member":"broken"/"member":"house"/'
cp judged/evidence.jsonl composed/; resum composed
goldpin verify composed --rerun none | grep evidence
oracle composed
--- stdout
$ command -v python3 > /dev/null || skip 'no python3'
$ oracle() { python3 "$ROOT/tests/oracle/bundle/check_bundle.py" "$@" || echo "exit $?"; }
$ edit() { rm -rf t; cp -r "$1" t; sed -i "$3" "t/$2"; resum t; oracle t | grep -v 'does not follow\|chain.json' | sed '/^t: /d'; }
$ judged '"votes": 3' 'Capital of France?' 'Capital of France, again?'
$ goldpin run mini -t me -q -o judged > /dev/null || echo "exit $?"
exit 1
$ oracle judged
judged: 17 files, 2 trials, 4 criteria, 0 not judged, 6 votes, 0 prompts, 0 not rendered, 1 fingerprints; 0 differ
$ edit judged evidence.jsonl '/"mini.a.*"vote":2/s/true/false/'
t/results.json: states another fingerprint than its trials have
exit 1
$ edit judged evidence.jsonl '/"mini.a.*"vote":./s/true/false/'
t/results.json: states another fingerprint than its trials have
t/results.json: mini/a/me/1: judge-2 scores 0.0, stated is 1
exit 1
$ edit judged transcripts.jsonl '/mini.a/s/"answer":"It is Paris/"answer":"It  is Paris/'
t/results.json: states another fingerprint than its trials have
t/results.json: mini/a/me/1: contains-1 scores 0.0, stated is 1
t/evidence.jsonl: mini/a/me/1: vote 1 of judge-2 is about another question
t/evidence.jsonl: mini/a/me/1: vote 2 of judge-2 is about another question
t/evidence.jsonl: mini/a/me/1: vote 3 of judge-2 is about another question
exit 1
$ kill $SERVER
$ routed
$ goldpin run mini -q -t careful --filter hard -o composed > /dev/null || echo "exit $?"
$ oracle composed
composed: 15 files, 1 trials, 1 criteria, 0 not judged, 0 votes, 0 prompts, 1 not rendered, 1 fingerprints; 0 differ
$ edit composed transcripts.jsonl 's/"served_by":"house"/"served_by":"broken"/'
t/results.json: states another fingerprint than its trials have
exit 1
$ edit composed transcripts.jsonl 's/"member":"broken"/"member":"house"/'
t/results.json: states another fingerprint than its trials have
exit 1
$ cp judged/evidence.jsonl composed/; resum composed
$ goldpin verify composed --rerun none | grep evidence
  evidence.jsonl: chain.json knows of no such file
The evidence differs from what the bundle says.
$ oracle composed
composed/evidence.jsonl: is not what chain.json names
composed: 16 files, 1 trials, 1 criteria, 0 not judged, 0 votes, 0 prompts, 1 not rendered, 1 fingerprints; 1 differ
exit 1
--- stderr
--- exit 0
