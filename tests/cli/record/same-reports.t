# Record, then replay twice with the network unplugged and without a key: the replays write the same bytes, and those of
# the run that was recorded but for the line that says so.
mini "$(one_case a '1 + 1' 2), $(one_case b '2 + 2' 5), $(one_case c '#429 2 + 3' 5), $(one_case d '#badutf8 1 + 5' 6), $(one_case e '#cut 1 + 6' 7), $(one_case f '#slow-stream=5 #reasoning 30 + 4' 34)"
server
goldpin run mini -q -t "openai:m@$URL" --record rec -o live || echo "exit $?"
exec 9>&-
unplugged goldpin run mini -q --replay rec -o one > one.txt || echo "exit $?"
unplugged goldpin run mini -q -t replay:rec -o two > two.txt || echo "exit $?"
for f in results.json junit.xml report.md manifest.json; do cmp one/$f two/$f; done
same_reports live one
grep -o 'recorded in `rec`' live/report.md
grep -o 'replayed from `rec`' one/report.md
LC_ALL=C ls rec
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '2 + 2' 5), $(one_case c '#429 2 + 3' 5), $(one_case d '#badutf8 1 + 5' 6), $(one_case e '#cut 1 + 6' 7), $(one_case f '#slow-stream=5 #reasoning 30 + 4' 34)"
$ server
$ goldpin run mini -q -t "openai:m@$URL" --record rec -o live || echo "exit $?"
Gate failed: 1 of 3 trials failed; 3 of 6 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      live
reports     live/report.md live/report.html live/junit.xml live/results.json
exit 1
$ exec 9>&-
$ unplugged goldpin run mini -q --replay rec -o one > one.txt || echo "exit $?"
exit 1
$ unplugged goldpin run mini -q -t replay:rec -o two > two.txt || echo "exit $?"
exit 1
$ for f in results.json junit.xml report.md manifest.json; do cmp one/$f two/$f; done
$ same_reports live one
$ grep -o 'recorded in `rec`' live/report.md
recorded in `rec`
$ grep -o 'replayed from `rec`' one/report.md
replayed from `rec`
$ LC_ALL=C ls rec
exchanges.jsonl
manifest.json
recording.json
topology.xml
--- stderr
--- exit 0
