#!/usr/bin/env bash
# JSON Schema against other people's tests, in checkouts outside of this repository. Nothing is fetched:
#   tests/bench/json_schema_suite.sh SUITE [METASCHEMAS [MASKBENCH]]
#     SUITE        json-schema-org/JSON-Schema-Test-Suite: five drafts; what differs is listed, then counted
#     METASCHEMAS  a folder with the metaschemas of the drafts, which some tests refer to ("" where there is none); without
#                  them those tests fail, because goldpin has no copy
#     MASKBENCH    guidance-ai/jsonschemabench: maskbench/data, 11,305 schemas with values that fit or do not
# Exit: 1 where a required test fails or a verdict differs. Figures stand in tests/bench/RESULTS.md.
set -u
BUILD=${BUILD:-build}
suite=${1:?a checkout of JSON-Schema-Test-Suite}
metaschemas=${2-}
failed=0
for draft in draft4 draft6 draft7 draft2019-09 draft2020-12; do
    "$BUILD/tests/json_schema" suite "$suite" "$draft" ${metaschemas:+"$metaschemas"} || failed=1
done
if [ -n "${3-}" ]; then
    for how in "format" "strict format" "strict"; do
        echo "MaskBench, $how:"
        # shellcheck disable=SC2086 # two words
        "$BUILD/tests/json_schema" mask "$3/maskbench/data" $how | grep -v '^refused: \|^differs: '
        [ "${PIPESTATUS[0]}" = 0 ] || [ "$how" = strict ] || failed=1 # without formats some verdicts must differ
    done
fi
exit $failed
