#!/bin/sh
# A run as a Slurm job array, and a job that merges its shards when all have ended.
#   ci/scale/slurm.sh N DIR SUITE... [options of goldpin run]      submits both, and prints the number of the second
# DIR, the suites and goldpin are on a file system that all nodes share. SBATCH goes to sbatch: "--partition=gpu
# --gres=gpu:1 --time=4:00:00 --requeue". GATE goes to goldpin merge. A shard that was killed or preempted goes on where it
# stopped: the same command again submits what is not done. The second job's exit code is the verdict.
set -eu
case ${1-} in
shard) # inside a job of the array
    shift
    n=$1 dir=$2 scripts=$3
    shift 3
    exec sh "$scripts/shard.sh" "$SLURM_ARRAY_TASK_ID" "$n" "$dir" "$@"
    ;;
merge)
    n=$2 dir=$3
    set --
    k=0
    while [ "$k" -lt "$n" ]; do
        k=$((k + 1))
        set -- "$@" "$dir/$k-of-$n"
    done
    rm -rf "$dir/whole"
    # shellcheck disable=SC2086 # options
    exec "${GOLDPIN:-goldpin}" merge "$@" -o "$dir/whole" ${GATE-}
    ;;
esac
[ $# -ge 3 ] || {
    sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
    exit 2
}
n=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd)
shift 2
scripts=$(cd "$(dirname "$0")" && pwd)
# sbatch copies the script away, so it is told where the others are. TERM comes early enough to end in order.
# shellcheck disable=SC2086 # options
array=$(sbatch --parsable ${SBATCH-} --job-name=goldpin --array="1-$n" --signal=B:TERM@30 --open-mode=append --output="$dir/slurm-%a.log" \
    "$scripts/slurm.sh" shard "$n" "$dir" "$scripts" "$@")
# afterany: an unfinished shard is named by the merge
# shellcheck disable=SC2086 # options
sbatch --parsable ${SBATCH-} --job-name=goldpin-merge --dependency="afterany:${array%%;*}" --output="$dir/slurm-merge.log" \
    "$scripts/slurm.sh" merge "$n" "$dir"
