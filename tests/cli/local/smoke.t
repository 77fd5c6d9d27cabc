# The main job: the bundled suite on the bundled model holds its committed goldens, in CI.
pocket
CI=true goldpin run suites/smoke -q -o out
--- stdout
--- stderr
--- exit 0
