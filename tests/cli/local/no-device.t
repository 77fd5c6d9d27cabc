# No OpenCL platform: what is missing and how to get it; exit 3.
pocket
OCL_ICD_VENDORS=/nonexistent goldpin run suites/smoke -o out || code=$?
ls -d out 2> /dev/null || echo 'nothing is left'
exit $code
--- stdout
$ pocket
$ OCL_ICD_VENDORS=/nonexistent goldpin run suites/smoke -o out || code=$?
$ ls -d out 2> /dev/null || echo 'nothing is left'
nothing is left
$ exit $code
--- stderr
$ OCL_ICD_VENDORS=/nonexistent goldpin run suites/smoke -o out || code=$?
goldpin: no OpenCL device found; install the Debian package pocl-opencl-icd (OpenCL on the CPU), or a GPU vendor's driver
--- exit 3
