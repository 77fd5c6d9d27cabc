# A bundle that nobody touched is what it says, and its local trials answer alike with other threads and batches.
pocket
goldpin run suites/smoke --filter 'sum-*' -q -o run
goldpin verify run --json found.json --markdown page.md
field found.json /exit_code
field found.json /rerun/0/likeness
sed -n '1,14p' page.md
goldpin run suites/smoke --filter 'sum-*' -q --replay run -o again
goldpin verify again --rerun none
rm -rf suites golden
goldpin verify run --rerun none
--- stdout
$ pocket
$ goldpin run suites/smoke --filter 'sum-*' -q -o run
Gate passed: 3 of 3 trials passed (3 of 23 cases); goldens: 3 match; no trial broke.
fingerprint sha256:HEX
bundle      run
reports     run/report.md run/report.html run/junit.xml run/results.json
$ goldpin verify run --json found.json --markdown page.md
checksums  holds     41 files are as they were written
chain      holds     3 lines, from the manifest to the results
inputs     holds     suites, cases and goldens are those that the run had
prompts    holds     3 prompts of local trials rendered again
verdicts   holds     3 trials judged again: verdicts, numbers and fingerprint are the same
reports    holds     rendered again, byte for byte the same
signature  not made  no signed statement was given: whoever writes all of the bundle's files anew passes the checks above
rerun      holds     3 local trials asked again, 3 bitwise
The bundle is what it says.
$ field found.json /exit_code
0
$ field found.json /rerun/0/likeness
bitwise
$ sed -n '1,14p' page.md
# Verification of a goldpin bundle

**The bundle is what it says.**

| Check | Result |
| :-- | :-- |
| checksums | holds |
| chain | holds |
| inputs | holds |
| prompts | holds |
| verdicts | holds |
| reports | holds |
| signature | not made |
| rerun | holds |
$ goldpin run suites/smoke --filter 'sum-*' -q --replay run -o again
Gate passed: 3 of 3 trials passed (3 of 23 cases); goldens: 3 match; no trial broke.
fingerprint sha256:HEX
bundle      again
replay of   run
reports     again/report.md again/report.html again/junit.xml again/results.json
$ goldpin verify again --rerun none
checksums  holds     41 files are as they were written
chain      holds     3 lines, from the manifest to the results
inputs     holds     suites, cases and goldens are those that the run had
prompts    holds     3 prompts of local trials rendered again
verdicts   holds     3 trials judged again: verdicts, numbers and fingerprint are the same
reports    holds     rendered again, byte for byte the same
signature  not made  no signed statement was given: whoever writes all of the bundle's files anew passes the checks above
rerun      not made  not asked for
The bundle is what it says.
$ rm -rf suites golden
$ goldpin verify run --rerun none
checksums  holds     41 files are as they were written
chain      holds     3 lines, from the manifest to the results
inputs     holds     suites, cases and goldens are those that the run had
prompts    holds     3 prompts of local trials rendered again
verdicts   holds     3 trials judged again: verdicts, numbers and fingerprint are the same
reports    holds     rendered again, byte for byte the same
signature  not made  no signed statement was given: whoever writes all of the bundle's files anew passes the checks above
rerun      not made  not asked for
The bundle is what it says.
--- stderr
--- exit 0
