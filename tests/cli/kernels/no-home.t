# Where HOME is missing, no folder or cannot be written, a private folder under TMPDIR keeps the compiled kernels.
pocket
unset GOLDPIN_CACHE_DIR POCL_CACHE_DIR
chmod 700 "$TMPDIR"
HOME=/proc goldpin run suites/smoke --filter sum-carry -q -o one
HOME=/ goldpin run suites/smoke --filter sum-carry -q -o two
HOME=$PWD/gone goldpin run suites/smoke --filter sum-carry -q -o four
ls gone 2> /dev/null || echo "not made"
unset HOME
goldpin run suites/smoke --filter sum-carry -q -o three
ls "$TMPDIR" | sed 's/[0-9][0-9]*$/UID/'
--- stdout
$ pocket
$ unset GOLDPIN_CACHE_DIR POCL_CACHE_DIR
$ chmod 700 "$TMPDIR"
$ HOME=/proc goldpin run suites/smoke --filter sum-carry -q -o one
Gate passed: 1 of 1 trial passed (1 of 23 cases); goldens: 1 matches; no trial broke.
fingerprint sha256:HEX
bundle      one
reports     one/report.md one/report.html one/junit.xml one/results.json
$ HOME=/ goldpin run suites/smoke --filter sum-carry -q -o two
Gate passed: 1 of 1 trial passed (1 of 23 cases); goldens: 1 matches; no trial broke.
fingerprint sha256:HEX
bundle      two
reports     two/report.md two/report.html two/junit.xml two/results.json
$ HOME=$PWD/gone goldpin run suites/smoke --filter sum-carry -q -o four
Gate passed: 1 of 1 trial passed (1 of 23 cases); goldens: 1 matches; no trial broke.
fingerprint sha256:HEX
bundle      four
reports     four/report.md four/report.html four/junit.xml four/results.json
$ ls gone 2> /dev/null || echo "not made"
not made
$ unset HOME
$ goldpin run suites/smoke --filter sum-carry -q -o three
Gate passed: 1 of 1 trial passed (1 of 23 cases); goldens: 1 matches; no trial broke.
fingerprint sha256:HEX
bundle      three
reports     three/report.md three/report.html three/junit.xml three/results.json
$ ls "$TMPDIR" | sed 's/[0-9][0-9]*$/UID/'
goldpin-UID
--- stderr
--- exit 0
