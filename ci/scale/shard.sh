#!/bin/sh
# Run shard K of N of a run, or go on with it where it is there in part: the same command for both.
#   ci/scale/shard.sh K N DIR SUITE... [options of goldpin run]
# The bundle is DIR/K-of-N; with RECORD=1 its recording is DIR/K-of-N.recording. GOLDPIN names the program (goldpin).
# A failed gate of a shard (exit code 1) is no failure here: the merge judges the whole. Exit: 0 all trials of the shard
# have ended; else that of goldpin run: run the same command again.
set -u
[ $# -ge 4 ] || {
    sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
    exit 2
}
k=$1 n=$2 dir=$3
shift 3
bundle=$dir/$k-of-$n
mkdir -p "$dir" || exit 3
[ ! -f "$bundle/SHA256SUMS" ] || {
    printf 'shard %s/%s is done\n' "$k" "$n"
    exit 0
}
[ -z "${RECORD-}" ] || set -- "$@" --record "$bundle.recording"
"${GOLDPIN:-goldpin}" run "$@" --shard "$k/$n" --resume "$bundle" --no-progress &
goldpin=$!
# schedulers often tell only this script; told, goldpin saves what is done and ends (130)
trap 'kill -TERM "$goldpin" 2> /dev/null' TERM INT
code=0
wait "$goldpin" || code=$?
while kill -0 "$goldpin" 2> /dev/null; do # the wait was cut short by a signal
    code=0
    wait "$goldpin" || code=$?
done
[ "$code" -ne 1 ] || code=0
[ "$code" -ne 3 ] || [ ! -f "$bundle/SHA256SUMS" ] || code=0 # targets broke: that too is for the merge to judge
exit "$code"
