# Ten shards, named in any order, give what the single run gives: verdicts, fingerprint, reports, candidates for goldens.
pocket
export SOURCE_DATE_EPOCH=1795168800
goldpin run suites/smoke -q --repeat 2 -o live > /dev/null || echo "exit $?"
goldpin run suites/smoke -q --replay live -o single | head -n 2 > single.txt
for k in 1 2 3 4 5 6 7 8 9 10; do goldpin run suites/smoke -q --replay live --shard $k/10 -o "s$k" > /dev/null || true; done
goldpin merge s7 s1 s10 s2 s9 s3 s8 s4 s6 s5 -o whole > said || echo "exit $?"
head -n 2 said | cmp - single.txt
# but for the chain of the journal, whose lines stand in another order
for d in single whole; do sed '/^ *"chain": /d' $d/results.json > $d.json; done
cmp single.json whole.json
for f in report.md junit.xml manifest.json; do cmp single/$f whole/$f; done
diff -r single/pending whole/pending
diff -r single/inputs whole/inputs
for d in single whole; do sed 's/,"chain":"[0-9a-f]*"}$/}/' $d/transcripts.jsonl | sort > $d.lines; done
cmp single.lines whole.lines
ls whole/shards | wc -l
(cd whole && sha256sum -c --quiet SHA256SUMS)
goldpin verify whole --rerun none > verified || cat verified
# a whole replays, judges and compares like any run
goldpin diff single whole
goldpin run suites/smoke -q --replay whole -o again | head -n 2 | cmp - single.txt
--- stdout
$ pocket
$ export SOURCE_DATE_EPOCH=1795168800
$ goldpin run suites/smoke -q --repeat 2 -o live > /dev/null || echo "exit $?"
exit 1
$ goldpin run suites/smoke -q --replay live -o single | head -n 2 > single.txt
$ for k in 1 2 3 4 5 6 7 8 9 10; do goldpin run suites/smoke -q --replay live --shard $k/10 -o "s$k" > /dev/null || true; done
$ goldpin merge s7 s1 s10 s2 s9 s3 s8 s4 s6 s5 -o whole > said || echo "exit $?"
exit 1
$ head -n 2 said | cmp - single.txt
$ for d in single whole; do sed '/^ *"chain": /d' $d/results.json > $d.json; done
$ cmp single.json whole.json
$ for f in report.md junit.xml manifest.json; do cmp single/$f whole/$f; done
$ diff -r single/pending whole/pending
$ diff -r single/inputs whole/inputs
$ for d in single whole; do sed 's/,"chain":"[0-9a-f]*"}$/}/' $d/transcripts.jsonl | sort > $d.lines; done
$ cmp single.lines whole.lines
$ ls whole/shards | wc -l
10
$ (cd whole && sha256sum -c --quiet SHA256SUMS)
$ goldpin verify whole --rerun none > verified || cat verified
$ goldpin diff single whole
46 the same

$ goldpin run suites/smoke -q --replay whole -o again | head -n 2 | cmp - single.txt
--- stderr
--- exit 0
