#!/bin/sh
# The report as the summary of the job. GitHub drops a summary of more than 1 MiB, so the longest that fits is taken.
set -eu
. "$(dirname "$0")/lib.sh"
limit=1000000

for file in report.md summary.md; do
    [ -s "$BUNDLE/$file" ] || continue
    if [ "$(wc -c < "$BUNDLE/$file")" -le "$limit" ]; then
        { cat "$BUNDLE/$file" && echo; } >> "$GITHUB_STEP_SUMMARY"
        exit 0
    fi
done
notice 'no report is small enough for the summary of a job; the artifact has it'
