# A bundle of a remote target verifies without a network, without keys and without the suite's folder.
mini
server
goldpin run mini -q -t "openai:m@$URL" -o live
exec 9>&-
rm -rf mini
goldpin verify live
cat live/SHA256SUMS | cut -c67-
--- stdout
$ mini
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o live
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      live
reports     live/report.md live/report.html live/junit.xml live/results.json
$ exec 9>&-
$ rm -rf mini
$ goldpin verify live
checksums  holds     14 files are as they were written
chain      holds     1 line, from the manifest to the results
inputs     holds     suites, cases and goldens are those that the run had
verdicts   holds     1 trial judged again: verdicts, numbers and fingerprint are the same
reports    holds     rendered again, byte for byte the same
signature  not made  no signed statement was given: whoever writes all of the bundle's files anew passes the checks above
rerun      not made  no target of the run computes here
The bundle is what it says.
$ cat live/SHA256SUMS | cut -c67-
chain.json
charts/first-token.svg
charts/reliability.svg
charts/targets.svg
charts/total.svg
inputs/suites/mini/suite.json
junit.xml
manifest.json
report.html
report.md
results.json
summary.md
topology.xml
transcripts.jsonl
--- stderr
--- exit 0
