# A first run says that it compiles, and where that is kept, on standard error; a second one has nothing to say. No kernel of a
# matrix type that the model does not have is compiled, and of each file only what was launched.
pocket
export GOLDPIN_CACHE_DIR="$PWD/cache"
unset POCL_CACHE_DIR
goldpin run suites/smoke --filter sum-carry -o one > one.out 2> one.err
sed -n 's/ [0-9]* ready//; /compiling/p' one.err | sort -u
grep -c compiling one.out || :
find cache -name 'gp_*.so' | sed 's|.*/||' | sort -u | grep -E '_q[0-9]|softcap|probe'
goldpin run suites/smoke --filter sum-carry -o two 2> two.err > /dev/null
grep compiling two.err || :
rm -rf cache
goldpin run suites/smoke --filter sum-carry -q -o three > /dev/null
--- stdout
$ pocket
$ export GOLDPIN_CACHE_DIR="$PWD/cache"
$ unset POCL_CACHE_DIR
$ goldpin run suites/smoke --filter sum-carry -o one > one.out 2> one.err
$ sed -n 's/ [0-9]* ready//; /compiling/p' one.err | sort -u
goldpin: compiling kernels … (first run on this device; kept in WORK/cache)
$ grep -c compiling one.out || :
0
$ find cache -name 'gp_*.so' | sed 's|.*/||' | sort -u | grep -E '_q[0-9]|softcap|probe'
gp_embed_q8_0.so
gp_mm_q8_0_1.so
gp_mm_q8_0_4.so
gp_mm_q8_0_8.so
gp_probe.so
$ goldpin run suites/smoke --filter sum-carry -o two 2> two.err > /dev/null
$ grep compiling two.err || :
$ rm -rf cache
$ goldpin run suites/smoke --filter sum-carry -q -o three > /dev/null
--- stderr
--- exit 0
