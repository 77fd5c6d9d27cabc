#!/bin/sh
# Compare with reference data: every checker tests/tools/conformance_*.c over a folder of data, as far as it has some.
#   ci/conformance.sh FOLDER [NAME...]     NAME chooses checkers: dequant, tok, ...
# GOLDPIN_TALLY, where set, gets "passed failed 0": one for each checker.
set -u
BUILD=${BUILD:-build}
[ $# -ge 1 ] || {
    echo 'usage: ci/conformance.sh FOLDER [NAME...]   (make conformance CONFORMANCE=FOLDER)' >&2
    exit 2
}
folder=$1
shift
[ -d "$folder" ] || {
    printf 'conformance: there is no folder %s\n' "$folder" >&2
    exit 2
}
names=" $* "
passed=0
failed=0
left=0
for source in tests/tools/conformance_*.c; do
    name=$(basename "$source" .c)
    short=${name#conformance_}
    case $names in '  ' | *" $short "*) ;; *) continue ;; esac
    start=$(date +%s)
    case $short in
    dequant) kind=dequant data=$folder/dequant ;;
    tpl) kind=templates data=$folder/templates ;;
    models) kind=models data=$folder/models ;;
    *) kind=tokenizers data=$folder ;;
    esac
    [ -d "$folder/$kind" ] || {
        printf 'left out: %s has no %s\n' "$folder" "$kind"
        left=$((left + 1))
        continue
    }
    set -- "$data"
    [ "$short" != models ] || [ ! -d "$folder/extra" ] || set -- "$data" "$folder/extra"
    for part; do
        if "$BUILD/tests/$name" "$part"; then passed=$((passed + 1)); else
            failed=$((failed + 1))
            printf 'FAIL %s\n' "$name"
        fi
    done
    printf '%s took %d s\n' "$name" $(($(date +%s) - start))
done
printf 'conformance: %d passed, %d failed\n' "$passed" "$failed"
[ -z "${GOLDPIN_TALLY-}" ] || printf '%d %d 0\n' "$passed" "$failed" >> "$GOLDPIN_TALLY"
# A folder may lack all of what was asked for by name.
[ "$names" = '  ' ] || [ "$left" -eq 0 ] || passed=$((passed + left))
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
