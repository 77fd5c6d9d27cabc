# The main job: the bundled suite on the bundled model holds its committed goldens, in CI.
pocket
CI=true goldpin run suites/smoke -q -o out
--- stdout
Gate failed: 20 of 23 trials failed; goldens: 23 missing.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/junit.xml out/results.json
next        23 goldens are missing; goldpin bless out accepts this run's answers
--- stderr
--- exit 1
