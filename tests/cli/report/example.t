# The example that is kept is whole, is rendered by this build, and is judged as it was. (Its reports are those of the build
# that made it.)
cp -R "$ROOT/reports/example" example
(cd example/bundle && sha256sum --quiet -c SHA256SUMS)
goldpin verify example/bundle > said || true
grep -E '^(checksums|chain|inputs) ' said
goldpin report example/bundle > report.md
head -n 3 report.md
goldpin run example/everyday --replay example/bundle -q -o again || echo "exit $?"
goldpin diff example/bundle again > diff.txt
head -n 1 diff.txt
test "$(field example/bundle/results.json /fingerprint)" = "$(field again/results.json /fingerprint)"
grep -rlE '/(tmp|home|root|work|usr|var)/' example || echo 'no paths of a machine'
--- stdout
$ cp -R "$ROOT/reports/example" example
$ (cd example/bundle && sha256sum --quiet -c SHA256SUMS)
$ goldpin verify example/bundle > said || true
$ grep -E '^(checksums|chain|inputs) ' said
checksums  holds     17 files are as they were written
chain      holds     36 lines, from the manifest to the results
inputs     holds     suites, cases and goldens are those that the run had
$ goldpin report example/bundle > report.md
$ head -n 3 report.md
# goldpin report: everyday-small 1.0.0, 2026-11-30

**Gate failed: 13 of 36 trials failed.**
$ goldpin run example/everyday --replay example/bundle -q -o again || echo "exit $?"
Gate failed: 13 of 36 trials failed.
fingerprint sha256:HEX
bundle      again
replay of   example/bundle
reports     again/report.md again/report.html again/junit.xml again/results.json
flagged     13 answers were cut by the token limit
exit 1
$ goldpin diff example/bundle again > diff.txt
$ head -n 1 diff.txt
36 the same
$ test "$(field example/bundle/results.json /fingerprint)" = "$(field again/results.json /fingerprint)"
$ grep -rlE '/(tmp|home|root|work|usr|var)/' example || echo 'no paths of a machine'
no paths of a machine
--- stderr
--- exit 0
