# The page has its sections, opens every case, loads nothing, and its charts are files of the bundle.
mini
server
goldpin run mini -q -t "openai:m@$URL" -o out --html copy/page.html || echo "exit $?"
cmp copy/page.html out/report.html
sed -n 's/.*<h2 id="[^"]*">\([^<]*\).*/\1/p' out/report.html
grep -c '<details class="trial"' out/report.html
grep -oE '(src|href|action)="[^#"]*"|url\(|@import' out/report.html || echo 'loads nothing'
ls out/charts
sed -n 's/.*<desc[^>]*>\([^<]*\).*/\1/p' out/charts/targets.svg
goldpin report out out --html both.html
sed -n 's/.*<h1>\(.*\)<\/h1>/\1/p' both.html
--- stdout
$ mini
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o out --html copy/page.html || echo "exit $?"
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
$ cmp copy/page.html out/report.html
$ sed -n 's/.*<h2 id="[^"]*">\([^<]*\).*/\1/p' out/report.html
Targets
Cases
Scores
Speed
Reliability
Requests and costs
Money and time
Null baselines
What is missing
Drift ledger
Methodology
$ grep -c '<details class="trial"' out/report.html
1
$ grep -oE '(src|href|action)="[^#"]*"|url\(|@import' out/report.html || echo 'loads nothing'
loads nothing
$ ls out/charts
first-token.svg
reliability.svg
targets.svg
total.svg
$ sed -n 's/.*<desc[^>]*>\([^<]*\).*/\1/p' out/charts/targets.svg
openai-m passed 1 of 1; the 95% interval goes from 21% to 100%.
$ goldpin report out out --html both.html
$ sed -n 's/.*<h1>\(.*\)<\/h1>/\1/p' both.html
goldpin report on 2 runs
--- stderr
--- exit 0
