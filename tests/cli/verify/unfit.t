# Checksums that do not fit are told by every command that reads the file, and a file that nobody lists by verify.
# not for the oracle: run two four
pocket
goldpin run suites/smoke --filter sum-carry -q -o run
sed -i 's/"score":1,/"score":0,/' run/results.json
goldpin report run || echo "exit $?"
goldpin diff run golden || echo "exit $?"
goldpin run suites/smoke --filter sum-carry -q -o two > /dev/null
sed -i 's/122/123/' two/transcripts.jsonl two/pending/smoke/pocket/sum-carry.json
goldpin run suites/smoke --replay two --filter sum-carry -q -o three || echo "exit $?"
goldpin bless two || echo "exit $?"
goldpin run suites/smoke --filter sum-carry -q -o four > /dev/null
echo x > four/note.txt
rm four/junit.xml
goldpin verify four --rerun none || echo "exit $?"
--- stdout
$ pocket
$ goldpin run suites/smoke --filter sum-carry -q -o run
Gate passed: 1 of 1 trial passed (1 of 23 cases); goldens: 1 matches; no trial broke.
fingerprint sha256:HEX
bundle      run
reports     run/report.md run/report.html run/junit.xml run/results.json
$ sed -i 's/"score":1,/"score":0,/' run/results.json
$ goldpin report run || echo "exit $?"
exit 2
$ goldpin diff run golden || echo "exit $?"
exit 2
$ goldpin run suites/smoke --filter sum-carry -q -o two > /dev/null
$ sed -i 's/122/123/' two/transcripts.jsonl two/pending/smoke/pocket/sum-carry.json
$ goldpin run suites/smoke --replay two --filter sum-carry -q -o three || echo "exit $?"
exit 2
$ goldpin bless two || echo "exit $?"
exit 2
$ goldpin run suites/smoke --filter sum-carry -q -o four > /dev/null
$ echo x > four/note.txt
$ rm four/junit.xml
$ goldpin verify four --rerun none || echo "exit $?"
checksums  differs   2 of 38 files are not as they were written
  junit.xml: four/junit.xml is missing, but four/SHA256SUMS lists it
  note.txt: four/note.txt is there, but four/SHA256SUMS does not list it
chain      holds     1 line, from the manifest to the results
inputs     holds     suites, cases and goldens are those that the run had
prompts    holds     1 prompt of local trials rendered again
verdicts   holds     1 trial judged again: verdicts, numbers and fingerprint are the same
reports    differs   not what the results say
  junit.xml: it is missing
signature  not made  no signed statement was given: whoever writes all of the bundle's files anew passes the checks above
rerun      not made  not asked for
The evidence differs from what the bundle says.
exit 1
--- stderr
$ goldpin report run || echo "exit $?"
goldpin: run/results.json is not the file that was written: its SHA-256 is HEX, listed is HEX; goldpin verify run says what differs
$ goldpin diff run golden || echo "exit $?"
goldpin: run/results.json is not the file that was written: its SHA-256 is HEX, listed is HEX; goldpin verify run says what differs
$ goldpin run suites/smoke --replay two --filter sum-carry -q -o three || echo "exit $?"
goldpin: two/transcripts.jsonl is not the file that was written: its SHA-256 is HEX, listed is HEX; goldpin verify two says what differs
$ goldpin bless two || echo "exit $?"
goldpin: two/pending/smoke/pocket/sum-carry.json is not the file that was written: its SHA-256 is HEX, listed is HEX; goldpin verify two says what differs
--- exit 0
