#!/bin/sh
# What must change no bit: for every model of a conformance folder the logits digest of 20 tokens with 1 and 2 threads, work-group
# sizes 1 and 64, prompt chunks of 1, 7 and all, beside a neighbour; for the models named in LIBS (space-separated; default: a few
# of each kind) also with PoCL's kernel libraries for SSE2 and AVX2.
#   ci/digests.sh FOLDER [NAME...]
# GOLDPIN_TALLY, where set, gets "passed failed 0": one for each model.
set -u
BUILD=${BUILD:-build}
folder=${1:?usage: ci/digests.sh FOLDER [NAME...]}/models
shift
LIBS=${LIBS:-llama-spm llama-F16 llama-Q8_0 llama-Q4_0 llama-Q4_K gemma4-e2b-like qwen3moe}
tool=$BUILD/tests/logits_digest
passed=0
failed=0
# same "setting" COMMAND...: prints and counts only what differs
same() {
    what=$1
    shift
    got=$("$@" < /dev/null 2>&1)
    [ "$got" = "$want" ] && return 0
    printf 'FAIL %s with %s: %s, not %s\n' "$name" "$what" "$got" "$want"
    good=0
}
for dir in "$folder"/*/; do
    name=$(basename "$dir")
    m=$dir/model.gguf
    [ $# -eq 0 ] || case " $* " in *" $name "*) ;; *) continue ;; esac
    want=$("$tool" "$m" --tokens 20 --threads 2 < /dev/null 2>&1)
    good=1
    case $want in *[!0-9a-f]* | '') good=0; printf 'FAIL %s: %s\n' "$name" "$want" ;; esac
    same '1 thread' "$tool" "$m" --tokens 20 --threads 1
    same 'work-group 1' "$tool" "$m" --tokens 20 --work-group 1
    same 'work-group 64' "$tool" "$m" --tokens 20 --work-group 64
    same 'chunks of 1' "$tool" "$m" --tokens 20 --chunk 1
    same 'chunks of 7' "$tool" "$m" --tokens 20 --chunk 7
    same 'a neighbour' "$tool" "$m" --tokens 20 --neighbours 1
    case " $LIBS " in *" $name "*)
        same 'the SSE2 library' env POCL_KERNELLIB_NAME=sse2 "$tool" "$m" --tokens 20
        same 'the AVX2 library' env POCL_KERNELLIB_NAME=avx2 "$tool" "$m" --tokens 20
        ;;
    esac
    if [ "$good" -eq 1 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
done
printf 'digests: %d models keep their bits, %d do not\n' "$passed" "$failed"
[ -z "${GOLDPIN_TALLY-}" ] || printf '%d %d 0\n' "$passed" "$failed" >> "$GOLDPIN_TALLY"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
