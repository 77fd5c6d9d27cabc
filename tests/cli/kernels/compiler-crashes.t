# A compiler that aborts over the tuned kernels: the portable ones give the same answers, and the report says why they were used.
pocket
export ASAN_OPTIONS="${ASAN_OPTIONS-}:verify_asan_link_order=0:detect_leaks=0"
export LD_PRELOAD="$(dirname "$(command -v goldpin)")/tests/crash_cl.so" CRASH_CL=tuned
goldpin run suites/smoke --filter sum-carry -q -o out
LD_PRELOAD='' grep -o 'integer products [^,]*' out/report.md
goldpin topo > topo
--- stdout
$ pocket
$ export ASAN_OPTIONS="${ASAN_OPTIONS-}:verify_asan_link_order=0:detect_leaks=0"
$ export LD_PRELOAD="$(dirname "$(command -v goldpin)")/tests/crash_cl.so" CRASH_CL=tuned
$ goldpin run suites/smoke --filter sum-carry -q -o out
Gate passed: 1 of 1 trial passed (1 of 23 cases); goldens: 1 matches; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
$ LD_PRELOAD='' grep -o 'integer products [^,]*' out/report.md
integer products portable (the compiler of the tuned form died of SIGABRT)
$ goldpin topo > topo
--- stderr
$ goldpin run suites/smoke --filter sum-carry -q -o out
goldpin: warning: the OpenCL compiler crashed; trying again with an empty cache
goldpin: warning: the OpenCL compiler crashed again; trying with portable kernels, which give the same results more slowly
--- exit 0
