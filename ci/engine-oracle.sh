#!/bin/sh
# The engine against a second one without its code (cmd/guide/arithmetic.md, tests/oracle/engine): for each
# model of conformance folders the logits of its prompts, which must be the same bytes; the first prompt also with a cache of
# halves. What the specification does not cover is named and not counted as passed.
#   ci/engine-oracle.sh FOLDER...
# SAMPLE: only these models (space-separated). PROMPTS: which prompts, default "0 1 2". CONTEXT: default 512, with which the data
# were made. RANDOM_TYPES: types of weights of which a small model of random bytes is made and compared too, since no reference data
# have them; default "NVFP4 Q1_0 Q2_0", none with SAMPLE. Without SAMPLE variants of the models too, for what no model has
# (tests/oracle/engine/variants.py). GOLDPIN_TALLY, where set, gets "passed failed 0": one for each prompt.
set -u
BUILD=${BUILD:-build}
SAMPLE=${SAMPLE-}
. ci/scratch.sh
scratch oracle
oracle=$BUILD/tests/engine_oracle
passed=0
failed=0
other=0

# compare "what" MODEL IDS OPTION...: both print logits of every position.
compare() {
    what=$1 m=$2 ids=$3
    shift 3
    "$oracle" "$m" --tokens "$ids" "$@" > "$scratch/oracle" 2> "$scratch/why" < /dev/null
    code=$?
    if [ "$code" -eq 4 ]; then
        printf 'not covered: %s: %s\n' "$what" "$(sed 's/^not covered: //' "$scratch/why")"
        return 4
    fi
    if [ "$code" -eq 0 ] && [ -s "$scratch/oracle" ] &&
        "$BUILD/goldpin" model logits "$m" --tokens "$ids" "$@" -o "$scratch/engine" 2> "$scratch/why" < /dev/null &&
        cmp "$scratch/oracle" "$scratch/engine" > "$scratch/why" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAIL %s: %s\n' "$what" "$(cat "$scratch/why")"
    fi
    rm -f "$scratch/engine"
}

for folder; do
    for dir in "$folder"/models/*/; do
        name=$(basename "$dir")
        [ -z "$SAMPLE" ] || case " $SAMPLE " in *" $name "*) ;; *) continue ;; esac
        for k in ${PROMPTS:-0 1 2}; do
            ids=$("$BUILD/tests/field" "$dir/ref.json" "/prompts/$k/ids" 2> /dev/null | tr -d '[] ')
            [ -n "$ids" ] || continue
            compare "$name, prompt $k" "$dir/model.gguf" "$ids" --context "${CONTEXT:-512}"
            if [ $? -eq 4 ]; then
                other=$((other + 1))
                break
            fi
            [ "$k" != 0 ] || compare "$name, prompt 0, halves" "$dir/model.gguf" "$ids" --context "${CONTEXT:-512}" --kv f16
        done
    done
done
[ -z "$SAMPLE" ] || RANDOM_TYPES=${RANDOM_TYPES-}
for type in ${RANDOM_TYPES-NVFP4 Q1_0 Q2_0}; do
    for experts in '' 4; do
        # shellcheck disable=SC2086 # none, or a number
        "$BUILD/tests/make_random_gguf" "$scratch/random.gguf" "$type" 1 $experts || failed=$((failed + 1))
        compare "random model of $type${experts:+ with experts}" "$scratch/random.gguf" 5,77,31999
    done
done
rm -f "$scratch/random.gguf"
if [ -z "$SAMPLE" ]; then
    mkdir "$scratch/variants"
    python3 tests/oracle/engine/variants.py "$scratch/variants" "$@" > "$scratch/names" || failed=$((failed + 1))
    while read -r name; do
        compare "variant $name" "$scratch/variants/$name.gguf" "$(seq -s, 1 70)" --context "${CONTEXT:-512}"
    done < "$scratch/names"
fi
printf 'engine oracle: %d prompts have the same bits, %d do not; %d models are not covered\n' "$passed" "$failed" "$other"
[ -z "${GOLDPIN_TALLY-}" ] || printf '%d %d 0\n' "$passed" "$failed" >> "$GOLDPIN_TALLY"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
