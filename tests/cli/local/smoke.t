# The main job: the bundled suite on the bundled model holds its committed goldens, in CI.
pocket
CI=true goldpin run suites/smoke -q -o out
--- stdout
$ pocket
$ CI=true goldpin run suites/smoke -q -o out
Gate passed: {*}; goldens: 23 match; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
--- stderr
--- exit 0
