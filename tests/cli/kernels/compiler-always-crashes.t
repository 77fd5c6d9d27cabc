# A compiler that aborts over everything is no verdict.
pocket
export ASAN_OPTIONS="${ASAN_OPTIONS-}:verify_asan_link_order=0:detect_leaks=0"
export LD_PRELOAD="$(dirname "$(command -v goldpin)")/tests/crash_cl.so" CRASH_CL=all
goldpin run suites/smoke --filter sum-carry -q -o out || echo "exit $?"
[ ! -e out ]
--- stdout
$ pocket
$ export ASAN_OPTIONS="${ASAN_OPTIONS-}:verify_asan_link_order=0:detect_leaks=0"
$ export LD_PRELOAD="$(dirname "$(command -v goldpin)")/tests/crash_cl.so" CRASH_CL=all
$ goldpin run suites/smoke --filter sum-carry -q -o out || echo "exit $?"
exit 3
$ [ ! -e out ]
--- stderr
$ goldpin run suites/smoke --filter sum-carry -q -o out || echo "exit $?"
goldpin: warning: the OpenCL compiler crashed; trying again with an empty cache
goldpin: warning: the OpenCL compiler crashed again; trying with portable kernels, which give the same results more slowly
goldpin: an OpenCL driver or its compiler died of SIGABRT, with portable kernels and an empty cache too; nothing was asked. goldpin doctor and another --device may tell more
--- exit 0
