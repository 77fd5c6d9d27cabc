#!/bin/sh
# What `make test` runs once everything is built: unit tests (named as arguments), command-line tests, agreement of the
# documentation with the tables, checks of layers and symbols. The last line sums all of it.
set -u
BUILD=${BUILD:-build}
. ci/scratch.sh
scratch test
GOLDPIN_TALLY=$scratch/tally
: > "$GOLDPIN_TALLY"
mkdir "$scratch/tmp"
export BUILD GOLDPIN_TALLY TMPDIR="$scratch/tmp" # each part must leave it as it was: empty

clean() {
    left=$(ls -A "$TMPDIR")
    [ -z "$left" ] || { echo "FAIL left behind in the folder for temporary files:" && echo "$left" && return 1; }
}

# A part that ends badly without having counted anything counts as one failure.
part() {
    before=$(wc -l < "$GOLDPIN_TALLY")
    "$@" || [ "$(wc -l < "$GOLDPIN_TALLY")" -gt "$before" ] || echo '0 1 0' >> "$GOLDPIN_TALLY"
}

part sh ci/unit.sh "$@"
part sh ci/cli.sh
part sh ci/agree.sh
sh ci/check-layers.sh && echo '1 0 0' >> "$GOLDPIN_TALLY" || echo '0 1 0' >> "$GOLDPIN_TALLY"
part sh ci/check-symbols.sh
part sh ci/check-layers-test.sh
clean && echo '1 0 0' >> "$GOLDPIN_TALLY" || echo '0 1 0' >> "$GOLDPIN_TALLY"
awk '{ p += $1; f += $2; s += $3 }
     END { if (s) printf "%d skipped (see above)\n", s
           printf "%d passed, %d failed\n", p, f
           exit f > 0 || p == 0 }' "$GOLDPIN_TALLY"
