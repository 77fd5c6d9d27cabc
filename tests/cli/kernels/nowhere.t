# No folder at all for compiled kernels is told as what it is, not as a missing device.
pocket
unset POCL_CACHE_DIR
GOLDPIN_CACHE_DIR=/proc/none TMPDIR=/proc goldpin run suites/smoke --filter sum-carry -q -o out
--- stdout
$ pocket
$ unset POCL_CACHE_DIR
$ GOLDPIN_CACHE_DIR=/proc/none TMPDIR=/proc goldpin run suites/smoke --filter sum-carry -q -o out
--- stderr
$ GOLDPIN_CACHE_DIR=/proc/none TMPDIR=/proc goldpin run suites/smoke --filter sum-carry -q -o out
goldpin: there is no folder for compiled kernels, which OpenCL on a CPU cannot do without: /proc/none: cannot make the folder /proc/none: No such file or directory; /proc/goldpin-0: it cannot be made, or is another user's; name one with GOLDPIN_CACHE_DIR
--- exit 3
