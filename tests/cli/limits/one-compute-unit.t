# The usual number of threads gives way to what the device has; one that is asked for does not.
pocket
export POCL_DEVICES=basic
goldpin run suites/smoke --filter sum-carry -q -o out
sed -n 's/^ *"threads": \([0-9]*\).*/\1 thread/p' out/manifest.json
goldpin run suites/smoke --filter sum-carry -q -o again --threads 2 || echo "exit $?"
--- stdout
$ pocket
$ export POCL_DEVICES=basic
$ goldpin run suites/smoke --filter sum-carry -q -o out
Gate passed: 1 of 1 trial passed (1 of 23 cases); goldens: 1 matches; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
$ sed -n 's/^ *"threads": \([0-9]*\).*/\1 thread/p' out/manifest.json
1 thread
$ goldpin run suites/smoke --filter sum-carry -q -o again --threads 2 || echo "exit $?"
exit 2
--- stderr
$ goldpin run suites/smoke --filter sum-carry -q -o again --threads 2 || echo "exit $?"
goldpin: 2 threads were asked for, but the OpenCL device runs with 1: their number is fixed when OpenCL is first used and cannot exceed the processors available
--- exit 0
