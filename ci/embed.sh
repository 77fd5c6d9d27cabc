#!/bin/sh
# Print text files (kernels, guides) as rows { "name", "text" }, of a C table. Each line becomes one string literal;
# no two question marks stand side by side in it, which would begin a trigraph.
set -eu
for f in "$@"; do
    printf '{"%s",\n' "$(basename "$f")"
    sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/??/?\\?/g' -e 's/^/    "/' -e 's/$/\\n"/' "$f"
    printf '},\n'
done
