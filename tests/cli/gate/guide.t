# The examples of the guide hold.
pocket
blocks() { awk -v n="$1" '/^```json/ { k++; on = 1; next } /^```/ { on = 0 } on && k == n' "$ROOT/cmd/guide/gate.md"; }
blocks 1 > rules.json
blocks 2 > quarantine.json
goldpin run suites/smoke -q --gate rules.json -o out | head -n 1
goldpin run suites/smoke -q --gate quarantine.json -o quarantine --replay out | head -n 1
mkdir -p baseline && cp out/results.json baseline/results.json
git init -q -b main . && git add baseline/results.json && git -c user.name=n -c user.email=e commit -q -m baseline
goldpin run suites/smoke -q --replay out --baseline git:main --regression margin --margin 0.02 -o again | head -n 1 | sed 's/main@[0-9a-f]\{7\}/main@COMMIT/'
--- stdout
$ pocket
$ blocks() { awk -v n="$1" '/^```json/ { k++; on = 1; next } /^```/ { on = 0 } on && k == n' "$ROOT/cmd/guide/gate.md"; }
$ blocks 1 > rules.json
$ blocks 2 > quarantine.json
$ goldpin run suites/smoke -q --gate rules.json -o out | head -n 1
Gate passed: 22 of 23 trials passed; pass rate 0.9565 (22 of 23), at least 0.9 wanted; goldens: 23 match; no trial broke; 6 further rules hold.
$ goldpin run suites/smoke -q --gate quarantine.json -o quarantine --replay out | head -n 1
Gate passed: 19 of 20 trials passed; no trial failed unexpectedly (1 known failure accepted); goldens: 20 match; 3 trials in quarantine, 0 of them not passed; no trial broke.
$ mkdir -p baseline && cp out/results.json baseline/results.json
$ git init -q -b main . && git add baseline/results.json && git -c user.name=n -c user.email=e commit -q -m baseline
$ goldpin run suites/smoke -q --replay out --baseline git:main --regression margin --margin 0.02 -o again | head -n 1 | sed 's/main@[0-9a-f]\{7\}/main@COMMIT/'
Gate passed: 22 of 23 trials passed; against baseline main@COMMIT pocket has the same score on all 23 cases; goldens: 23 match; no trial broke.
--- stderr
--- exit 0
