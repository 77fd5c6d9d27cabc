#!/bin/sh
# Unit tests (named as arguments) and command-line tests of a build with sanitizers. GOLDPIN_TALLY gets their counts.
set -u
BUILD=${BUILD:-build/asan}
# Every finding ends the program. An OpenCL platform keeps memory until the process ends; that is not ours to free.
ASAN_OPTIONS="detect_leaks=1:abort_on_error=0:halt_on_error=1:exitcode=86:${ASAN_OPTIONS-}"
LSAN_OPTIONS="suppressions=$(pwd)/ci/lsan.supp:print_suppressions=0"
UBSAN_OPTIONS='print_stacktrace=1:halt_on_error=1'
GOLDPIN_TEST_SMALL=1 # ten megabytes are for the plain build
export GOLDPIN_TEST_SMALL BUILD ASAN_OPTIONS LSAN_OPTIONS UBSAN_OPTIONS
bad=0
sh ci/unit.sh "$@" || bad=1
# In processes that open several OpenCL contexts and compile, LeakSanitizer of gcc 12 dies of what it finds as thread-local
# storage ("Tracer caught signal 11"); without a look at it nothing else is reported.
LSAN_OPTIONS="$LSAN_OPTIONS:use_tls=0"
sh ci/cli.sh || bad=1
exit $bad
