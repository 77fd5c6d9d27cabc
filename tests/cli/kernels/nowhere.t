# No folder at all for compiled kernels is told as what it is, not as a missing device.
pocket
unset POCL_CACHE_DIR
GOLDPIN_CACHE_DIR=/proc/none TMPDIR=/proc goldpin run suites/smoke --filter sum-carry -q -o out 2> said || echo "exit $?"
sed "s|goldpin-$(id -u);|goldpin-USER;|;s|goldpin-$(id -u):|goldpin-USER:|" said
--- stdout
$ pocket
$ unset POCL_CACHE_DIR
$ GOLDPIN_CACHE_DIR=/proc/none TMPDIR=/proc goldpin run suites/smoke --filter sum-carry -q -o out 2> said || echo "exit $?"
exit 3
$ sed "s|goldpin-$(id -u);|goldpin-USER;|;s|goldpin-$(id -u):|goldpin-USER:|" said
goldpin: there is no folder for compiled kernels, which OpenCL on a CPU cannot do without: /proc/none: cannot make the folder /proc/none: No such file or directory; /proc/goldpin-USER: it cannot be made, or is another user's; name one with GOLDPIN_CACHE_DIR
--- stderr
--- exit 0
