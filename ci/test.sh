#!/bin/sh
# What `make test` runs once everything is built: unit tests (named as arguments), command-line tests, agreement of the
# documentation with the tables, layer check. The last line sums all of it.
set -u
BUILD=${BUILD:-build}
GOLDPIN_TALLY=$(mktemp "${TMPDIR:-/tmp}/goldpin-tally-XXXXXX")
export BUILD GOLDPIN_TALLY
trap 'rm -f "$GOLDPIN_TALLY"' EXIT

# A part that ends badly without having counted anything counts as one failure.
part() {
    before=$(wc -l < "$GOLDPIN_TALLY")
    "$@" || [ "$(wc -l < "$GOLDPIN_TALLY")" -gt "$before" ] || echo '0 1 0' >> "$GOLDPIN_TALLY"
}

part sh ci/unit.sh "$@"
part sh ci/cli.sh
part sh ci/agree.sh
if sh ci/check-layers.sh; then echo '1 0 0'; else echo '0 1 0'; fi > "$GOLDPIN_TALLY.layers"
tail -n 1 "$GOLDPIN_TALLY.layers" >> "$GOLDPIN_TALLY"
rm -f "$GOLDPIN_TALLY.layers"
part sh ci/check-layers-test.sh
awk '{ p += $1; f += $2; s += $3 }
     END { if (s) printf "%d skipped (see above)\n", s
           printf "%d passed, %d failed\n", p, f
           exit f > 0 || p == 0 }' "$GOLDPIN_TALLY"
