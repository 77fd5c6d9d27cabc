# Killed while the reports of a bundle and its candidates for goldens were written: --resume leaves nothing half written.
mini "$(one_case sum '2 + 3' 5 | sed 's/"grade"/"golden": "exact", "grade"/')"
server
goldpin run mini -q -t "openai:m@$URL" -o out > one.txt
echo '{' > out/results.json.spool
echo '{' > out/junit.xml.tmp-99999
echo '{' > out/pending/mini/openai-m/sum.json.tmp-99999
rm out/results.json out/junit.xml out/SHA256SUMS
goldpin run mini -q --resume out -t "openai:m@$URL" > two.txt
cmp one.txt two.txt
find out -type f | sort
--- stdout
$ mini "$(one_case sum '2 + 3' 5 | sed 's/"grade"/"golden": "exact", "grade"/')"
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o out > one.txt
$ echo '{' > out/results.json.spool
$ echo '{' > out/junit.xml.tmp-99999
$ echo '{' > out/pending/mini/openai-m/sum.json.tmp-99999
$ rm out/results.json out/junit.xml out/SHA256SUMS
$ goldpin run mini -q --resume out -t "openai:m@$URL" > two.txt
$ cmp one.txt two.txt
$ find out -type f | sort
out/SHA256SUMS
out/chain.json
out/charts/first-token.svg
out/charts/reliability.svg
out/charts/targets.svg
out/charts/total.svg
out/inputs/suites/mini/suite.json
out/junit.xml
out/manifest.json
out/pending/mini/openai-m/sum.json
out/report.html
out/report.md
out/results.json
out/summary.md
out/topology.xml
out/transcripts.jsonl
--- stderr
--- exit 0
