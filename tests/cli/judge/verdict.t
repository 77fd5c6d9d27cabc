# Another model judges by a rubric. It is asked about what is known first, then votes; what it said is evidence beside the
# transcripts, and a replay of the bundle or of the recording comes to the same reports without asking anybody.
judged '"votes": 3' 'Capital of France?' 'Capital of France, again?'
goldpin run mini -t me -q --record tape -o live || echo "exit $?"
field live/results.json '/trials/*' case status
field live/results.json '/trials/*/criteria/*' id score explanation
field live/results.json /judges/0 judge criterion level trials votes same right known
field live/results.json /judges/0/measured requests cost_usd
field live/evidence.jsonl '/*' trial vote end | sort
field live/manifest.json '/judges/*' name model
sed -n '/## Reliability of judges/,/^| `/p' live/report.md
kill $SERVER
rm goldpin.json
goldpin run mini -q --replay live -o again > /dev/null || echo "exit $?"
same_reports live again && echo 'the same reports'
goldpin run mini -q --replay tape -o played > /dev/null || echo "exit $?"
same_reports live played && echo 'the same reports'
--- stdout
$ judged '"votes": 3' 'Capital of France?' 'Capital of France, again?'
$ goldpin run mini -t me -q --record tape -o live || echo "exit $?"
Gate failed: 1 of 2 trials failed.
fingerprint sha256:HEX
bundle      live
reports     live/report.md live/report.html live/junit.xml live/results.json
cost        0.000505 USD
exit 1
$ field live/results.json '/trials/*' case status
a passed
b failed
$ field live/results.json '/trials/*/criteria/*' id score explanation
contains-1 1 contains "It is"
judge-2 1 3 of 3 votes for it: "It says Paris."
contains-1 1 contains "It is"
judge-2 0 3 of 3 votes against it: "Paris is not there."
$ field live/results.json /judges/0 judge criterion level trials votes same right known
judge judge-2 nominal 2 6 1 4 4
$ field live/results.json /judges/0/measured requests cost_usd
10 0.000505
$ field live/evidence.jsonl '/*' trial vote end | sort
calibration 1 answered
calibration 1 answered
calibration 2 answered
calibration 2 answered
mini/a/me/1 1 answered
mini/a/me/1 2 answered
mini/a/me/1 3 answered
mini/b/me/1 1 answered
mini/b/me/1 2 answered
mini/b/me/1 3 answered
$ field live/manifest.json '/judges/*' name model
judge j
$ sed -n '/## Reliability of judges/,/^| `/p' live/report.md
## Reliability of judges

Known: answers of which the verdict is known, and that the judge got right before it was asked. Same: of the pairs of its votes on one answer, the share that is equal. Alpha is Krippendorff's: 1 where its votes agree, 0 where they agree no more than by chance, n/a where there is one vote on each answer or all votes are the same.

| Judge | Suite | Criterion | Known | Answers | Votes | Same | Alpha | Cost (USD) |
| :-- | :-- | :-- | --: | --: | --: | --: | --: | --: |
| `judge` | mini | judge-2 | 4 of 4 | 2 | 6 | 100.0% | 1.000 (nominal) | 0.000505 |
$ kill $SERVER
$ rm goldpin.json
$ goldpin run mini -q --replay live -o again > /dev/null || echo "exit $?"
exit 1
$ same_reports live again && echo 'the same reports'
the same reports
$ goldpin run mini -q --replay tape -o played > /dev/null || echo "exit $?"
exit 1
$ same_reports live played && echo 'the same reports'
the same reports
--- stderr
--- exit 0
