# Compiled kernels that were cut off on the disk kill the process that runs them: they are cleared, and the run is done.
pocket
export GOLDPIN_CACHE_DIR="$PWD/cache"
unset POCL_CACHE_DIR
goldpin run suites/smoke --filter sum-carry -q -o one > one.out
find cache -name '*.so' -exec truncate -s 5000 {} +
goldpin run suites/smoke --filter sum-carry -q -o two
goldpin run suites/smoke --filter sum-carry -q -o three > three.out
sed -n 2p one.out > one.print
sed -n 2p three.out | cmp - one.print
--- stdout
$ pocket
$ export GOLDPIN_CACHE_DIR="$PWD/cache"
$ unset POCL_CACHE_DIR
$ goldpin run suites/smoke --filter sum-carry -q -o one > one.out
$ find cache -name '*.so' -exec truncate -s 5000 {} +
$ goldpin run suites/smoke --filter sum-carry -q -o two
Gate passed: 1 of 1 trial passed (1 of 23 cases); goldens: 1 matches; no trial broke.
fingerprint sha256:HEX
bundle      two
reports     two/report.md two/report.html two/junit.xml two/results.json
$ goldpin run suites/smoke --filter sum-carry -q -o three > three.out
$ sed -n 2p one.out > one.print
$ sed -n 2p three.out | cmp - one.print
--- stderr
$ goldpin run suites/smoke --filter sum-carry -q -o two
goldpin: warning: the OpenCL compiler crashed; trying again with an empty cache
goldpin: warning: the OpenCL compiler died of SIGBUS over the kernels kept in WORK/cache, and did not without them; they were cleared
--- exit 0
