# Ctrl-C while kernels are compiled makes the compiler fail; the run was interrupted, and nothing is broken.
pocket
export ASAN_OPTIONS="${ASAN_OPTIONS-}:verify_asan_link_order=0:detect_leaks=0"
export LD_PRELOAD="$(dirname "$(command -v goldpin)")/tests/crash_cl.so" CRASH_CL=interrupted
goldpin run suites/smoke --filter sum-carry -q -o out
--- stdout
$ pocket
$ export ASAN_OPTIONS="${ASAN_OPTIONS-}:verify_asan_link_order=0:detect_leaks=0"
$ export LD_PRELOAD="$(dirname "$(command -v goldpin)")/tests/crash_cl.so" CRASH_CL=interrupted
$ goldpin run suites/smoke --filter sum-carry -q -o out
--- stderr
$ goldpin run suites/smoke --filter sum-carry -q -o out
goldpin: interrupted while getting ready; nothing was asked since
--- exit 130
