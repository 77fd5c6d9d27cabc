# Whatever was edited in a bundle is named with file and line, also where the checksums were rewritten to fit.
# not for the oracle: t
pocket
goldpin run suites/smoke -q -o run > /dev/null
goldpin run suites/smoke -q --replay run -o again > /dev/null
tampered run transcripts.jsonl '/sum-carry/s/"answer":"122"/"answer":"123"/'
tampered run results.json '/count-most/s/"status":"failed"/"status":"passed"/'
tampered run results.json '/count-most/s/"score":0,/"score":1,/'
tampered run results.json '/sum-carry/s/"prompt":"Compute/"prompt":"Please compute/'
tampered run manifest.json 's/"sha256": "8cf8/"sha256": "8cf9/'
tampered run manifest.json 's/"started_epoch": 1/"started_epoch": 2/'
tampered again manifest.json 's/"replay_of": "run"/"replay_of": null/'
tampered run transcripts.jsonl 6d | sed 's|smoke/[^:]*: |TRIAL: |;s|trial smoke/.*|TRIAL|'
tampered run transcripts.jsonl '$d' | sed 's|trial smoke/.*|TRIAL|'
tampered run transcripts.jsonl '6{h;d};7G' | sed 's|smoke/[^:]*: |TRIAL: |'
tampered run transcripts.jsonl '1{h;d};2G' | sed 's|smoke/[^:]*: |TRIAL: |'
tampered run pending/smoke/pocket/sum-carry.json 's/122/123/'
tampered run inputs/golden/smoke/pocket/sum-carry.json 's/"answer": "122"/"answer": "123"/'
tampered run inputs/suites/smoke/suite.json 's/"expect": 122, "weight"/"expect": 123, "weight"/'
tampered run inputs/suites/smoke/suite.json 's/Compute 73 + 49/Compute 73 + 50/'
tampered run report.md 's/22 of 23/23 of 23/'
--- stdout
$ pocket
$ goldpin run suites/smoke -q -o run > /dev/null
$ goldpin run suites/smoke -q --replay run -o again > /dev/null
$ tampered run transcripts.jsonl '/sum-carry/s/"answer":"122"/"answer":"123"/'
exit 1
chain      differs   the journal is not the one that the results were made from
  transcripts.jsonl:3: smoke/sum-carry/pocket/1: the line was edited: it is not the one that the next line is chained to
verdicts   differs   judged again, the trials give another fingerprint
  results.json:3: "fingerprint": "sha256:8cd5afd01f431f22868cd89d26b53fef8a74ffbab37ee59e51ebc1f33… stands there, "fingerprint": "sha256:e70bcdc7fbfecd63892978f8268abd0bb00f2f3a443701b5cbcc671cb… is derived
  results.json:205: smoke/sum-carry/pocket/1: status: "passed" stands there, "failed" is derived
  pending/smoke/pocket/sum-carry.json:13: "status": "passed", stands there, "status": "failed", is derived
reports    differs   not what the results say
  junit.xml:2: <testsuites name="goldpin" tests="23" failures="0" errors="0"> stands there, <testsuites name="goldpin" tests="23" failures="1" errors="0"> is derived
  report.md:3: **Gate passed: 22 of 23 trials passed; no trial failed unexpectedly (1 known fai… stands there, **Gate failed: 1 of 23 trials failed (1 known failure accepted); goldens: 1 diff… is derived
  summary.md:3: **Gate passed: 22 of 23 trials passed; no trial failed unexpectedly (1 known fai… stands there, **Gate failed: 1 of 23 trials failed (1 known failure accepted); goldens: 1 diff… is derived
  report.html:8: <title>Gate passed: 22 of 23 trials passed; no trial failed unexpectedly (1 know… stands there, <title>Gate failed: 1 of 23 trials failed (1 known failure accepted); goldens: 1… is derived
  charts/cases.svg:1: <svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 360 774" widt… stands there, <svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 360 774" widt… is derived
  charts/targets.svg:1: <svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 360 82" width… stands there, <svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 360 82" width… is derived
The evidence differs from what the bundle says.
$ tampered run results.json '/count-most/s/"status":"failed"/"status":"passed"/'
exit 1
chain      differs   the journal is not the one that the results were made from
  results.json: it is not the file that chain.json names, whose SHA-256 is HEX
verdicts   differs   judged again, the trials give other results with the same fingerprint
  results.json:192: smoke/count-most/pocket/1: status: "passed" stands there, "failed" is derived
The evidence differs from what the bundle says.
$ tampered run results.json '/count-most/s/"score":0,/"score":1,/'
exit 1
chain      differs   the journal is not the one that the results were made from
  results.json: it is not the file that chain.json names, whose SHA-256 is HEX
verdicts   differs   judged again, the trials give other results with the same fingerprint
  results.json:192: smoke/count-most/pocket/1: score: 1 stands there, 0 is derived
The evidence differs from what the bundle says.
$ tampered run results.json '/sum-carry/s/"prompt":"Compute/"prompt":"Please compute/'
exit 1
chain      differs   the journal is not the one that the results were made from
  results.json: it is not the file that chain.json names, whose SHA-256 is HEX
verdicts   differs   judged again, the trials give other results with the same fingerprint
  results.json:205: smoke/sum-carry/pocket/1: prompt: "Please compute 73 + 49." stands there, "Compute 73 + 49." is derived
The evidence differs from what the bundle says.
$ tampered run manifest.json 's/"sha256": "8cf8/"sha256": "8cf9/'
exit 1
chain      differs   the journal is not the one that the results were made from
  manifest.json:77: /targets/0/weights/sha256 is "HEX", and the journal began with "HEX"
  manifest.json: it is not the file that chain.json names, whose SHA-256 is HEX
The evidence differs from what the bundle says.
$ tampered run manifest.json 's/"started_epoch": 1/"started_epoch": 2/'
exit 1
chain      differs   the journal is not the one that the results were made from
  manifest.json:9: /run/started_epoch is 2795167300, and the journal began with 1795167300
  manifest.json: it is not the file that chain.json names, whose SHA-256 is HEX
The evidence differs from what the bundle says.
$ tampered again manifest.json 's/"replay_of": "run"/"replay_of": null/'
exit 1
chain      differs   the journal is not the one that the results were made from
  manifest.json:18: /run/replay_of is null, and the journal began with "run"
  manifest.json: it is not the file that chain.json names, whose SHA-256 is HEX
The evidence differs from what the bundle says.
$ tampered run transcripts.jsonl 6d | sed 's|smoke/[^:]*: |TRIAL: |;s|trial smoke/.*|TRIAL|'
exit 1
chain      differs   the journal is not the one that the results were made from
  transcripts.jsonl:6: TRIAL: 1 line before this one was taken out
verdicts   differs   the trials cannot be judged again
  transcripts.jsonl: the trials cannot be judged again: transcripts.jsonl has no line of TRIAL
The evidence differs from what the bundle says.
$ tampered run transcripts.jsonl '$d' | sed 's|trial smoke/.*|TRIAL|'
exit 1
chain      differs   the journal is not the one that the results were made from
  transcripts.jsonl:22: the journal ends here and had 23 lines
verdicts   differs   the trials cannot be judged again
  transcripts.jsonl: the trials cannot be judged again: transcripts.jsonl has no line of TRIAL
The evidence differs from what the bundle says.
$ tampered run transcripts.jsonl '6{h;d};7G' | sed 's|smoke/[^:]*: |TRIAL: |'
exit 1
chain      differs   the journal is not the one that the results were made from
  transcripts.jsonl:6: TRIAL: the line stood behind what is line 7 now: lines were swapped or put elsewhere
  transcripts.jsonl:7: TRIAL: the line stood behind what is line 5 now: lines were swapped or put elsewhere
  transcripts.jsonl:8: TRIAL: the line stood behind what is line 6 now: lines were swapped or put elsewhere
The evidence differs from what the bundle says.
$ tampered run transcripts.jsonl '1{h;d};2G' | sed 's|smoke/[^:]*: |TRIAL: |'
exit 1
chain      differs   the journal is not the one that the results were made from
  transcripts.jsonl:1: TRIAL: the line stood behind what is line 2 now: lines were swapped or put elsewhere
  transcripts.jsonl:2: TRIAL: the line was the first one: lines were swapped or put elsewhere
  transcripts.jsonl:3: TRIAL: the line stood behind what is line 1 now: lines were swapped or put elsewhere
The evidence differs from what the bundle says.
$ tampered run pending/smoke/pocket/sum-carry.json 's/122/123/'
exit 1
verdicts   differs   judged again, the trials leave other candidates for goldens
  pending/smoke/pocket/sum-carry.json:17: "answer": "123", stands there, "answer": "122", is derived
The evidence differs from what the bundle says.
$ tampered run inputs/golden/smoke/pocket/sum-carry.json 's/"answer": "122"/"answer": "123"/'
exit 1
inputs     differs   suites, goldens or templates are not those that the run had
  inputs/golden/smoke/pocket/sum-carry.json:17: smoke/sum-carry/pocket/1: the golden matched, and is not what the run left as its candidate
The evidence differs from what the bundle says.
$ tampered run inputs/suites/smoke/suite.json 's/"expect": 122, "weight"/"expect": 123, "weight"/'
exit 1
inputs     differs   suites, goldens or templates are not those that the run had
  inputs/suites/smoke/suite.json:36: smoke/sum-carry/pocket/1: the graders of case sum-carry are not those that judged it
The evidence differs from what the bundle says.
$ tampered run inputs/suites/smoke/suite.json 's/Compute 73 + 49/Compute 73 + 50/'
exit 1
inputs     differs   suites, goldens or templates are not those that the run had
  inputs/suites/smoke/suite.json:36: smoke/sum-carry/pocket/1: case sum-carry is not the one that was asked
The evidence differs from what the bundle says.
$ tampered run report.md 's/22 of 23/23 of 23/'
exit 1
reports    differs   not what the results say
  report.md:3: **Gate passed: 23 of 23 trials passed; no trial failed unexpectedly (1 known fai… stands there, **Gate passed: 22 of 23 trials passed; no trial failed unexpectedly (1 known fai… is derived
The evidence differs from what the bundle says.
--- stderr
--- exit 0
