#!/bin/sh
# Are the ready files any good? Those for GNU parallel and Slurm are really run: a run of the smoke suite in shards, one of
# which is killed in the middle and goes on, against the single run: same fingerprint, same verdicts. Slurm is a cluster of
# one node in a temporary folder (munged, slurmctld, slurmd; as root, because slurmd is). What is not installed is left out,
# loudly. GOLDPIN_TALLY, where set, gets "passed failed skipped".
set -u
BUILD=${BUILD:-build}
root=$(pwd)
goldpin=$root/$BUILD/goldpin
shards=4
. ci/scratch.sh
pids=
cleanup() {
    # shellcheck disable=SC2086 # a list of ids
    [ -z "$pids" ] || kill $pids 2> /dev/null
    # shellcheck disable=SC2086
    for p in $pids; do for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$p" 2> /dev/null && sleep 0.2; done; done
    rm -rf "$scratch"
}
scratch scale
passed=0 failed=0 skipped=0
unset CI GITHUB_ACTIONS
export SOURCE_DATE_EPOCH=1795168800

good() { passed=$((passed + 1)) && printf 'ok   %s\n' "$1"; }
bad() {
    failed=$((failed + 1))
    printf 'FAIL %s\n' "$1"
    [ -z "${2-}" ] || tail -n 20 "$2"
}
leave_out() { skipped=$((skipped + 1)) && printf 'SKIP %s\n' "$1"; }
there() { command -v "$1" > /dev/null 2>&1; }

# A goldpin whose second shard, the first time, stops in the middle: it leaves $MARK with its process id and waits.
cat > "$scratch/goldpin" << END
#!/bin/sh
case " \$* " in *" --shard 2/$shards "*) [ -e "\$MARK" ] || first=1 ;; esac
[ -n "\${first-}" ] || exec "$goldpin" "\$@"
for a in "\$@"; do
    [ "\${before-}" != --resume ] || bundle=\$a
    before=\$a
done
"$goldpin" "\$@" &
until [ -s "\$bundle/transcripts.jsonl" ]; do kill -0 \$! || exit 99; done
kill -STOP \$! && echo \$! > "\$MARK"
wait
exit 137
END
chmod +x "$scratch/goldpin"
export GOLDPIN="$scratch/goldpin"

# Whoever waits for $MARK and kills what it names, with no chance to save anything.
kill_marked() {
    n=0
    until [ -s "$MARK" ]; do
        n=$((n + 1))
        [ "$n" -lt 1200 ] || return 1
        sleep 0.05
    done
    kill -KILL "$(cat "$MARK")"
}

cd "$scratch" || exit 1
cp -r "$root/suites" "$root/golden" . || exit 1
run='suites/smoke --repeat 40 -j 2'
# shellcheck disable=SC2086 # options
"$goldpin" run $run -q -o single > single.txt

# same AS WHAT: the whole in $1/whole is the single run.
same() {
    "$goldpin" diff single "$1/whole" > diff.txt 2>&1 && sed -n 2p "$1.txt" > b && sed -n 2p single.txt | cmp -s - b &&
        good "$2: $shards shards, one killed and resumed, are the single run" || bad "$2 differs from the single run" "$1.txt"
    # the line that was being written when the signal came may be half
    sed -n "1,$(wc -l < killed.txt)p" killed.txt > kept.txt
    head -c "$(wc -c < kept.txt)" "$1/2-of-$shards/transcripts.jsonl" > final.txt
    [ -s kept.txt ] && cmp -s kept.txt final.txt && good "$2: the killed shard kept what it had" || bad "$2: nothing was kept"
}

# --- GNU parallel ---

if there parallel; then
    export MARK="$scratch/mark-parallel" PARALLEL_OPTIONS='-j 2' PARALLEL_HOME="$scratch"
    kill_marked && cp "by-parallel/2-of-$shards/transcripts.jsonl" killed.txt &
    # shellcheck disable=SC2086
    sh "$root/ci/scale/parallel.sh" "$shards" by-parallel $run -q > parallel.log 2>&1
    code=$?
    wait $!
    [ "$code" -le 1 ] && sed -n '/^Gate/,$p' parallel.log > by-parallel.txt || cp parallel.log by-parallel.txt
    same by-parallel 'GNU parallel'
else leave_out 'GNU parallel is not installed (package parallel)'; fi

# --- Slurm ---

# A cluster of this machine alone, whose files are all in ./slurm.
cluster() {
    mkdir -p slurm/state slurm/spool && chmod 755 . && chmod 700 slurm
    dd if=/dev/urandom of=slurm/key bs=128 count=1 2> /dev/null && chmod 400 slurm/key
    munged --foreground --force --key-file="$scratch/slurm/key" --socket="$scratch/slurm/munge" --pid-file="$scratch/slurm/munged.pid" \
        --log-file="$scratch/slurm/munged.log" --seed-file="$scratch/slurm/seed" > slurm/munged.out 2>&1 &
    pids="$pids $!"
    host=$(hostname -s)
    cat > slurm/slurm.conf << END
ClusterName=goldpin
SlurmctldHost=$host(127.0.0.1)
AuthType=auth/munge
AuthInfo=socket=$scratch/slurm/munge
CryptoType=crypto/munge
SlurmUser=root
SlurmctldPort=$((20000 + $$ % 10000))
SlurmdPort=$((30000 + $$ % 10000))
StateSaveLocation=$scratch/slurm/state
SlurmdSpoolDir=$scratch/slurm/spool
SlurmctldPidFile=$scratch/slurm/slurmctld.pid
SlurmdPidFile=$scratch/slurm/slurmd.pid
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_interval=1,batch_sched_delay=0,defer_batch=no
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
KillWait=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP OverSubscribe=FORCE:4
END
    export SLURM_CONF="$scratch/slurm/slurm.conf"
    n=0
    until [ -S slurm/munge ]; do n=$((n + 1)) && [ "$n" -lt 100 ] && sleep 0.1 || return 1; done
    slurmctld -D > slurm/slurmctld.log 2>&1 &
    pids="$pids $!"
    slurmd -D -N "$host" > slurm/slurmd.log 2>&1 &
    pids="$pids $!"
    n=0
    until sinfo -h -t idle -o %t 2> /dev/null | grep -q idle; do n=$((n + 1)) && [ "$n" -lt 300 ] && sleep 0.1 || return 1; done
}

# Until no job is left; a minute and a half at most.
drained() {
    n=0
    while squeue -h | grep -q .; do n=$((n + 1)) && [ "$n" -lt 450 ] && sleep 0.2 || return 1; done
}

if ! there slurmctld || ! there slurmd || ! there munged; then leave_out 'Slurm is not installed (packages slurmctld slurmd slurm-client munge)'
elif [ "$(id -u)" -ne 0 ]; then leave_out 'Slurm: slurmd wants to be root'
elif ! cluster; then
    bad 'a Slurm cluster of one node does not start' slurm/slurmctld.log
    tail -n 5 slurm/slurmd.log slurm/munged.out
else
    export MARK="$scratch/mark-slurm"
    # shellcheck disable=SC2086
    sh "$root/ci/scale/slurm.sh" "$shards" by-slurm $run -q > submitted.txt 2>&1
    if kill_marked && cp "by-slurm/2-of-$shards/transcripts.jsonl" killed.txt && drained; then
        grep -q 'was interrupted' by-slurm/slurm-merge.log && good 'Slurm: the merge names the shard that was killed' ||
            bad 'Slurm: the merge does not name the shard that was killed' by-slurm/slurm-merge.log
        # shellcheck disable=SC2086
        sh "$root/ci/scale/slurm.sh" "$shards" by-slurm $run -q >> submitted.txt 2>&1
        drained || bad 'Slurm: jobs do not end' submitted.txt
        grep -h 'is done' by-slurm/slurm-*.log > done.txt
        [ "$(wc -l < done.txt)" -eq $((shards - 1)) ] && good 'Slurm: only the killed shard ran again' || bad 'Slurm: wrong shards ran again' done.txt
        sed -n '/^Gate/,$p' by-slurm/slurm-merge.log > by-slurm.txt
        same by-slurm Slurm
    else bad 'Slurm: the array did not run' submitted.txt; fi
fi

printf 'scale: %d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ -z "${GOLDPIN_TALLY-}" ] || printf '%d %d %d\n' "$passed" "$failed" "$skipped" >> "$GOLDPIN_TALLY"
[ "$failed" -eq 0 ]
