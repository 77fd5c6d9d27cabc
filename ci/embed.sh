#!/bin/sh
# Print OpenCL files as rows { "name.cl", "text" }, of a C table. Each line becomes one string literal.
set -eu
for f in "$@"; do
    printf '{"%s",\n' "$(basename "$f")"
    sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/    "/' -e 's/$/\\n"/' "$f"
    printf '},\n'
done
