# A bundle as one file: the same bytes each time, checked like a folder, refused where it is damaged or leads elsewhere.
# not for the oracle: run out
pocket
goldpin run suites/smoke --filter sum-carry -q -o run > /dev/null
goldpin verify --pack run -o run.goldpin
goldpin verify --pack run -o again.goldpin
cmp run.goldpin again.goldpin
goldpin verify run.goldpin
mkdir out
tar xzf run.goldpin -C out
diff -r run out
head -c 2000 run.goldpin > cut.goldpin
goldpin verify cut.goldpin || echo "exit $?"
(cd out && find * -type f | LC_ALL=C sort | tar cf ../twice.tar --format=ustar -T -)
gzip < twice.tar > once.goldpin
goldpin verify once.goldpin --rerun none | tail -n 1
sed -i 's/passed/failed/' out/report.md
tar rf twice.tar --format=ustar -C out report.md
gzip < twice.tar > twice.goldpin
goldpin verify twice.goldpin || echo "exit $?"
mkdir -p below/report.md; echo x > below/report.md/x
tar f twice.tar --delete report.md
tar rf twice.tar --format=ustar -C out report.md
tar rf twice.tar --format=ustar -C below report.md/x
gzip < twice.tar > below.goldpin
goldpin verify below.goldpin || echo "exit $?"
echo x > evil
tar czf evil.goldpin --format=ustar --transform 's|^|../|' -P evil
goldpin verify evil.goldpin || echo "exit $?"
echo x >> run/report.md
goldpin verify --pack run -o damaged.goldpin || echo "exit $?"
[ -e damaged.goldpin ] || echo 'nothing was written'
goldpin verify run --pack || echo "exit $?"
# Chosen cases: a replay, which verifies too.
goldpin run suites/smoke --filter 'sum-*' -q -o sums > /dev/null
goldpin verify --pack sums --filter 'sum-c*' -o chosen.goldpin && goldpin verify chosen.goldpin | grep -e '^chain' -e '^rerun' -e '^The'
goldpin verify --pack sums --filter 'nothing*' -o nothing.goldpin || echo "exit $?"
goldpin verify sums --filter 'sum*' || echo "exit $?"
--- stdout
$ pocket
$ goldpin run suites/smoke --filter sum-carry -q -o run > /dev/null
$ goldpin verify --pack run -o run.goldpin
$ goldpin verify --pack run -o again.goldpin
$ cmp run.goldpin again.goldpin
$ goldpin verify run.goldpin
checksums  holds     38 files are as they were written
chain      holds     1 line, from the manifest to the results
inputs     holds     suites, cases and goldens are those that the run had
prompts    holds     1 prompt of local trials rendered again
verdicts   holds     1 trial judged again: verdicts, numbers and fingerprint are the same
reports    holds     rendered again, byte for byte the same
signature  not made  no signed statement was given: whoever writes all of the bundle's files anew passes the checks above
rerun      holds     1 local trial asked again, 1 bitwise
The bundle is what it says.
$ mkdir out
$ tar xzf run.goldpin -C out
$ diff -r run out
$ head -c 2000 run.goldpin > cut.goldpin
$ goldpin verify cut.goldpin || echo "exit $?"
exit 2
$ (cd out && find * -type f | LC_ALL=C sort | tar cf ../twice.tar --format=ustar -T -)
$ gzip < twice.tar > once.goldpin
$ goldpin verify once.goldpin --rerun none | tail -n 1
The bundle is what it says.
$ sed -i 's/passed/failed/' out/report.md
$ tar rf twice.tar --format=ustar -C out report.md
$ gzip < twice.tar > twice.goldpin
$ goldpin verify twice.goldpin || echo "exit $?"
exit 2
$ mkdir -p below/report.md; echo x > below/report.md/x
$ tar f twice.tar --delete report.md
$ tar rf twice.tar --format=ustar -C out report.md
$ tar rf twice.tar --format=ustar -C below report.md/x
$ gzip < twice.tar > below.goldpin
$ goldpin verify below.goldpin || echo "exit $?"
exit 2
$ echo x > evil
$ tar czf evil.goldpin --format=ustar --transform 's|^|../|' -P evil
$ goldpin verify evil.goldpin || echo "exit $?"
exit 2
$ echo x >> run/report.md
$ goldpin verify --pack run -o damaged.goldpin || echo "exit $?"
exit 2
$ [ -e damaged.goldpin ] || echo 'nothing was written'
nothing was written
$ goldpin verify run --pack || echo "exit $?"
exit 2
$ goldpin run suites/smoke --filter 'sum-*' -q -o sums > /dev/null
$ goldpin verify --pack sums --filter 'sum-c*' -o chosen.goldpin && goldpin verify chosen.goldpin | grep -e '^chain' -e '^rerun' -e '^The'
chain      holds     1 line, from the manifest to the results
rerun      holds     1 local trial asked again, 1 bitwise
The bundle is what it says.
$ goldpin verify --pack sums --filter 'nothing*' -o nothing.goldpin || echo "exit $?"
exit 2
$ goldpin verify sums --filter 'sum*' || echo "exit $?"
exit 2
--- stderr
$ goldpin verify cut.goldpin || echo "exit $?"
goldpin: cut.goldpin: the file is cut off or damaged (at byte 512 of the archive)
$ goldpin verify twice.goldpin || echo "exit $?"
goldpin: twice.goldpin holds report.md twice (at byte {*} of the archive)
$ goldpin verify below.goldpin || echo "exit $?"
goldpin: below.goldpin holds report.md twice (at byte {*} of the archive)
$ goldpin verify evil.goldpin || echo "exit $?"
goldpin: evil.goldpin: a name leads out of the bundle (at byte 512 of the archive)
$ goldpin verify --pack run -o damaged.goldpin || echo "exit $?"
goldpin: run/report.md is not the file that was written: its SHA-256 is HEX, listed is HEX
$ goldpin verify run --pack || echo "exit $?"
goldpin: --pack and -o FILE belong together: goldpin verify --pack BUNDLE -o FILE
$ goldpin verify --pack sums --filter 'nothing*' -o nothing.goldpin || echo "exit $?"
goldpin: --filter "nothing*" selects no case
$ goldpin verify sums --filter 'sum*' || echo "exit $?"
goldpin: --filter is for --pack; --sample chooses trials to ask again
--- exit 0
