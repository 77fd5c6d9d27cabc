#!/bin/sh
# The determinism matrix: for every model of conformance folders the digest of the logits of 20 tokens, under every setting that must
# not change it. One column for each setting: digests compared, digests that differ. Not part of a change's gate: it takes a while.
#   ci/matrix.sh FOLDER...
# MODELS: only these (space-separated). ELSEWHERE: further columns, one a line, "NAME|COMMAND": COMMAND is put in front of the
# path of a logits_digest and its arguments, such as `env RUSTICL_ENABLE=llvmpipe`, or names another one: "Debian 13|chroot ROOT
# /goldpin/build/tests/logits_digest" (a command that ends in logits_digest is not given another; models must lie at the same
# path there). GOLDPIN_TALLY, where set, gets "passed failed 0": one for each digest.
set -u
BUILD=${BUILD:-build}
MODELS=${MODELS-}
ELSEWHERE=${ELSEWHERE-}
tool=$BUILD/tests/logits_digest
[ $# -ge 1 ] || {
    echo 'usage: ci/matrix.sh FOLDER...' >&2
    exit 2
}
. ci/scratch.sh
scratch matrix
tmp=$scratch

# NAME|which reference|arguments|environment. References: f32 and f16 caches are two models, as far as bits go.
columns() {
    cat << 'EOF'
a second process|f32||
1 thread|f32|--threads 1|
work-groups of 1|f32|--work-group 1|
work-groups of 16|f32|--work-group 16|
work-groups of 64|f32|--work-group 64|
chunks of 1|f32|--chunk 1|
chunks of 3|f32|--chunk 3|
chunks of 7|f32|--chunk 7|
steps of 5 tokens|f32|--batch 5|
1 neighbour|f32|--neighbours 1|
7 neighbours|f32|--neighbours 7 --chunk 4|
15 neighbours|f32|--neighbours 15 --chunk 2|
second half again|f32|--again|
portable kernels|f32|--portable|
no VNNI|f32|--no-vnni|
library sse2|f32||POCL_KERNELLIB_NAME=sse2
library avx|f32||POCL_KERNELLIB_NAME=avx
library avx2|f32||POCL_KERNELLIB_NAME=avx2
library avx512|f32||POCL_KERNELLIB_NAME=avx512
driver basic|f32||POCL_DEVICES=basic
caller flushes denormals|f32|--flush|
locale with commas|f32|--locale de_DE.UTF-8|
halves: 1 thread|f16|--kv f16 --threads 1|
halves: chunks of 3|f16|--kv f16 --chunk 3|
halves: portable|f16|--kv f16 --portable|
halves: 7 neighbours|f16|--kv f16 --neighbours 7|
EOF
}

# A setting that this machine does not have is no difference, but named.
first=$(find "$@" -name model.gguf | LC_ALL=C sort | head -n 1)
columns | while IFS='|' read -r name kind args env; do
    # shellcheck disable=SC2086 # lists of arguments
    if env $env "$tool" "$first" --tokens 2 $args < /dev/null > /dev/null 2> "$tmp/why"; then
        printf '%s|%s|%s|env %s\n' "$name" "$kind" "$args" "$env"
    else printf 'not here: %s: %s\n' "$name" "$(head -n 1 "$tmp/why")" >&2; fi
done > "$tmp/columns"
printf '%s\n' "$ELSEWHERE" | while IFS='|' read -r name command; do
    [ -z "$name" ] || printf '%s|f32||%s\n' "$name" "$command"
done >> "$tmp/columns"

models=0
for folder; do
    for dir in "$folder"/models/*/; do
        model=$(basename "$dir")
        [ -z "$MODELS" ] || case " $MODELS " in *" $model "*) ;; *) continue ;; esac
        m=$(cd "$dir" && pwd)/model.gguf
        f32=$("$tool" "$m" --tokens 20 < /dev/null 2> "$tmp/why") || {
            printf 'left out: %s: %s\n' "$model" "$(head -n 1 "$tmp/why")"
            continue
        }
        f16=$("$tool" "$m" --tokens 20 --kv f16 < /dev/null 2> /dev/null)
        models=$((models + 1))
        while IFS='|' read -r name kind args command; do
            [ "$kind" = f16 ] && want=$f16 || want=$f32
            case $command in *logits_digest) with= ;; *) with=$tool ;; esac
            # shellcheck disable=SC2086 # lists of arguments
            got=$($command $with "$m" --tokens 20 $args < /dev/null 2> "$tmp/why")
            if [ "$got" = "$want" ]; then echo "$name" >> "$tmp/same"; else
                echo "$name" >> "$tmp/other"
                printf 'DIFFERS %s, %s: %s\n' "$model" "$name" "${got:-$(head -n 1 "$tmp/why")}"
            fi
        done < "$tmp/columns"
    done
done
touch "$tmp/same" "$tmp/other"
printf '\n%-26s %8s %8s\n' setting same differ
while IFS='|' read -r name _; do
    printf '%-26s %8d %8d\n' "$name" "$(grep -cxF -- "$name" "$tmp/same")" "$(grep -cxF -- "$name" "$tmp/other")"
done < "$tmp/columns"
same=$(wc -l < "$tmp/same")
other=$(wc -l < "$tmp/other")
printf 'matrix: %d models, %d digests compared, %d differ\n' "$models" $((same + other)) "$other"
[ -z "${GOLDPIN_TALLY-}" ] || printf '%d %d 0\n' "$same" "$other" >> "$GOLDPIN_TALLY"
[ "$other" -eq 0 ] && [ "$same" -gt 0 ]
