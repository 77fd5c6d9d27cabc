# A compiler that ends the process with code 1 has not failed the gate.
pocket
export ASAN_OPTIONS="${ASAN_OPTIONS-}:verify_asan_link_order=0:detect_leaks=0"
export LD_PRELOAD="$(dirname "$(command -v goldpin)")/tests/crash_cl.so" CRASH_CL=exit
goldpin run suites/smoke --filter sum-carry -q -o out
--- stdout
$ pocket
$ export ASAN_OPTIONS="${ASAN_OPTIONS-}:verify_asan_link_order=0:detect_leaks=0"
$ export LD_PRELOAD="$(dirname "$(command -v goldpin)")/tests/crash_cl.so" CRASH_CL=exit
$ goldpin run suites/smoke --filter sum-carry -q -o out
--- stderr
$ goldpin run suites/smoke --filter sum-carry -q -o out
goldpin: warning: the OpenCL compiler crashed; trying again with an empty cache
goldpin: warning: the OpenCL compiler crashed again; trying with portable kernels, which give the same results more slowly
goldpin: an OpenCL driver or its compiler ended the process with exit code 1, with portable kernels and an empty cache too; nothing was asked. goldpin doctor and another --device may tell more
--- exit 3
