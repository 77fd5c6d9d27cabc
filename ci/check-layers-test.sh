#!/bin/sh
# Does the layer check notice? A copy of the tree is broken in one way at a time; each must be found, by name.
set -eu
. ci/scratch.sh
scratch layers
tmp=$scratch
passed=0
failed=0

fresh() {
    rm -rf "$tmp/tree"
    mkdir "$tmp/tree"
    cp -R ARCHITECTURE.md lib cmd tests "$tmp/tree/"
}

# COMMAND must fail and say WANTED about what was broken.
says() { # WANTED WHAT COMMAND...
    wanted=$1 what=$2 code=0
    shift 2
    "$@" > "$tmp/out" 2>&1 || code=$?
    if [ "$code" -eq 1 ] && grep -qF -- "$wanted" "$tmp/out"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAIL %s did not notice %s (exit %s):\n' "$2" "$what" "$code"
        cat "$tmp/out"
    fi
}

# FILE gets LINE appended; the check must say WANTED.
notices() { # FILE LINE WANTED
    fresh
    printf '%s\n' "$2" >> "$tmp/tree/$1"
    says "$3" "$2 in $1" sh ci/check-layers.sh "$tmp/tree"
}

notices lib/grade/grade.c '#include "targets/target.h"' 'grade must not include target'
notices lib/base/str.c '#include "suite/suite.h"' 'base must not include suite'
notices lib/plan/plan.c '#include "topo/topo_int.h"' 'plan must not include topo'
notices cmd/topo.c '#include "topo/topo_int.h"' 'is internal to topo'
notices lib/targets/spec.c '#include <curl/curl.h>' '<curl/curl.h> belongs to lib/http/http.c'
notices cmd/run.c '#include <hwloc.h>' '<hwloc.h> belongs to'
notices lib/suite/suite.c '#include <zlib/zlib.h>' 'has no home'
notices lib/plan/plan.c 'void f(void); void f(void) { exit(1); }' 'ends the process'
notices lib/plan/plan.c "$(printf 'void f(void)\n{\n'; seq -f '    f(); // %g' 61; printf '}')" 'a function of 61 lines'
notices lib/plan/plan.c 'void f(void); void f(void) { printf("x"); }' 'prints'
notices lib/plan/plan.c 'void f(void); void f(void) { fprintf(stderr, "x"); }' 'stdout or stderr'
notices lib/plan/plan.c 'static int seen;' 'keeps state'
notices lib/plan/plan.c 'static void (*hook)(int) = NULL;' 'keeps state'
notices lib/plan/plan.c 'void f(void); void f(void) {
    static size_t calls = 0;
    calls++;
}' 'keeps state'
notices lib/plan/plan.c 'double gp_last[4];' 'keeps state'
notices lib/base/str.h '#include "base/json.h"' 'includes in a circle: lib/base/json.h lib/base/str.h lib/base/json.h'
notices lib/transcript/transcript.h '#include "grade/grade.h"' 'includes in a circle'
fresh
sed -i 's/^| `plan` | `/&http /' "$tmp/tree/ARCHITECTURE.md"
says 'plan may include http, but no file of it does' 'a grant that nobody uses' sh ci/check-layers.sh "$tmp/tree"
fresh
mkdir "$tmp/tree/lib/plan/Build"
says 'lib/plan/Build:0: common ignore rules' 'a folder named like build output' sh ci/check-layers.sh "$tmp/tree"
fresh
: > "$tmp/tree/lib/plan/grade.c"
says 'has the same name' 'two files of one name' sh ci/check-layers.sh "$tmp/tree"
echo 'int gp_good; static int quiet; int loud(void); int loud(void) { return quiet; }' > "$tmp/symbols.c"
${CC:-cc} -c -o "$tmp/symbols.o" "$tmp/symbols.c"
ar rcs "$tmp/symbols.a" "$tmp/symbols.o"
says 'symbols.o: loud' 'a symbol without gp_' env -u GOLDPIN_TALLY sh ci/check-symbols.sh "$tmp/symbols.a"
# What looks like a violation and is none.
fresh
printf '%s\n' '/* exit(1); printf("x") */ // abort()' 'const char *gp_x = "exit(1) stdout"; void g_exit(int); void h(void) { g_exit(1); }' \
    'static const int table[] = {1}; static inline int one(int x);' 'static int two(int (*f)(int));' >> "$tmp/tree/lib/plan/plan.c"
if sh ci/check-layers.sh "$tmp/tree" > "$tmp/out" 2>&1; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
    printf 'FAIL check-layers finds what is not there:\n'
    cat "$tmp/out"
fi
# Without tables there is nothing to check against: an error, not a success.
fresh
: > "$tmp/tree/ARCHITECTURE.md"
code=0
sh ci/check-layers.sh "$tmp/tree" > "$tmp/out" 2>&1 || code=$?
if [ "$code" -eq 2 ]; then passed=$((passed + 1)); else
    failed=$((failed + 1))
    echo "FAIL check-layers takes an empty table for success"
fi
printf 'layer check notices: %d passed, %d failed\n' "$passed" "$failed"
[ -z "${GOLDPIN_TALLY-}" ] || printf '%d %d 0\n' "$passed" "$failed" >> "$GOLDPIN_TALLY"
[ "$failed" -eq 0 ]
