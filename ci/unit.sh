#!/bin/sh
# Run the unit test binaries named as arguments; print each one's failures and a line that counts them all.
set -u
bad=0
for t in "$@"; do
    log="$t.log"
    if "$t" > "$log" 2>&1; then
        printf 'ok   %s (%s tests)\n' "$(basename "$t")" "$(sed -n 's/^\[  PASSED  \] \([0-9]*\) test(s)\.$/\1/p' "$log" | head -1)"
    else
        bad=$((bad + 1))
        printf 'FAIL %s\n' "$(basename "$t")"
        cat "$log"
    fi
done
printf '%d unit test programs, %d failed\n' "$#" "$bad"
[ "$bad" -eq 0 ]
