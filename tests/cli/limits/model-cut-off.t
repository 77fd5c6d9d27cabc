# A model that is cut off while it is used is named: the OpenCL compiler has not crashed.
pocket
cp -L suites/smoke/pocket/pocket.gguf model.gguf
export ASAN_OPTIONS="${ASAN_OPTIONS-}:verify_asan_link_order=0:detect_leaks=0"
export LD_PRELOAD="$(dirname "$(command -v goldpin)")/tests/crash_cl.so" CRASH_CL=cut
goldpin run suites/smoke --filter sum-carry -q -t local:model.gguf -o out || echo "exit $?"
[ ! -e out ]
--- stdout
$ pocket
$ cp -L suites/smoke/pocket/pocket.gguf model.gguf
$ export ASAN_OPTIONS="${ASAN_OPTIONS-}:verify_asan_link_order=0:detect_leaks=0"
$ export LD_PRELOAD="$(dirname "$(command -v goldpin)")/tests/crash_cl.so" CRASH_CL=cut
$ goldpin run suites/smoke --filter sum-carry -q -t local:model.gguf -o out || echo "exit $?"
exit 3
$ [ ! -e out ]
--- stderr
$ goldpin run suites/smoke --filter sum-carry -q -t local:model.gguf -o out || echo "exit $?"
goldpin: WORK/model.gguf was cut off while it was in use; what a run has finished is saved, and --resume goes on from there when the file is whole again
--- exit 0
