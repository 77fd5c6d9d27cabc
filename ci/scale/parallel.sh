#!/bin/sh
# A run in N shards by GNU parallel, then the whole. Started again after an interruption, it goes on.
#   ci/scale/parallel.sh N DIR SUITE... [options of goldpin run]
# The shards are DIR/K-of-N, the whole is DIR/whole. PARALLEL_OPTIONS goes to parallel: "-j 4", or "-S host1,host2" with
# this folder and DIR shared by the hosts. GATE goes to goldpin merge: "--fail-under 0.9". A shard that ends badly is
# started once more, where it stopped. Exit: that of goldpin merge; 3 where a shard could not be finished.
set -eu
[ $# -ge 3 ] || {
    sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
    exit 2
}
n=$1 dir=$2
shift 2
here=$(dirname "$0")
mkdir -p "$dir"
# shellcheck disable=SC2086 # options
seq "$n" | parallel ${PARALLEL_OPTIONS-} --joblog "$dir/joblog" --retries 2 --halt soon,fail=1 --line-buffer --tagstring '{}/'"$n" \
    --quote sh "$here/shard.sh" '{}' "$n" "$dir" "$@" || {
    echo "parallel: a shard is not finished; the same command goes on (see $dir/joblog)" >&2
    exit 3
}
set --
k=0
while [ "$k" -lt "$n" ]; do
    k=$((k + 1))
    set -- "$@" "$dir/$k-of-$n"
done
rm -rf "$dir/whole" # made of the shards alone, in seconds
# shellcheck disable=SC2086 # options
exec "${GOLDPIN:-goldpin}" merge "$@" -o "$dir/whole" ${GATE-}
