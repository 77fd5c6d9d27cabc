# The example that is kept is whole, is rendered by this build, and is judged as it was.
# not for the oracle: example
cp -R "$ROOT/reports/example" example
(cd example && sha256sum --quiet -c SHA256SUMS)
goldpin report example > report.md
head -n 3 report.md
goldpin run example/everyday --replay example -q -o again || echo "exit $?"
goldpin diff example again | head -n 1
test "$(field example/results.json /fingerprint)" = "$(field again/results.json /fingerprint)"
grep -rlE '/(tmp|home|root|work|usr|var)/' example || echo 'no paths of a machine'
--- stdout
$ cp -R "$ROOT/reports/example" example
$ (cd example && sha256sum --quiet -c SHA256SUMS)
$ goldpin report example > report.md
$ head -n 3 report.md
# goldpin report: everyday-small 1.0.0, 2026-11-30

**Gate failed: 13 of 36 trials failed.**
$ goldpin run example/everyday --replay example -q -o again || echo "exit $?"
Gate failed: 13 of 36 trials failed.
fingerprint sha256:HEX
bundle      again
replay of   example
reports     again/report.md again/report.html again/junit.xml again/results.json
flagged     13 answers were cut by the token limit
exit 1
$ goldpin diff example again | head -n 1
36 the same
$ test "$(field example/results.json /fingerprint)" = "$(field again/results.json /fingerprint)"
$ grep -rlE '/(tmp|home|root|work|usr|var)/' example || echo 'no paths of a machine'
no paths of a machine
--- stderr
--- exit 0
