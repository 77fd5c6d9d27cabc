# Lint, grading and reports work on every CPU; what they say does not depend on how many there are.
mkdir many
printf '{"name": "many", "version": "1", "license": "Apache-2.0", "provenance": "made up", "cases_file": "cases.jsonl"}' > many/suite.json
awk 'BEGIN { for (i = 0; i < 300; i++) printf "{\"id\": \"c%d\", \"messages\": [{\"role\": \"user\", \"content\": \"What is %d + 1?\"}], \"grade\": [{\"type\": \"number\", \"expect\": %d}], \"examples\": {\"pass\": [\"%d\"]%s}}\n", i, i, i + 1, i + 1, i % 7 ? "" : ", \"fail\": [\"x\"]" }' > many/cases.jsonl
server
export SOURCE_DATE_EPOCH=1
goldpin run many -q -t "openai:m@$URL" -o made > /dev/null || true
first=$(sed -n 's/^Cpus_allowed_list:[[:space:]]*\([0-9]*\).*/\1/p' /proc/self/status)
for cpus in one all; do
    set --
    [ "$cpus" = all ] || set -- taskset -c "$first"
    "$@" "$(command -v goldpin)" lint many > "lint-$cpus" 2>&1 || true
    "$@" "$(command -v goldpin)" run many -q -t replay:made -o "out-$cpus" > /dev/null || true
done
wc -l < made/transcripts.jsonl
cmp lint-one lint-all
for f in results.json junit.xml report.md; do cmp out-one/$f out-all/$f; done
--- stdout
$ mkdir many
$ printf '{"name": "many", "version": "1", "license": "Apache-2.0", "provenance": "made up", "cases_file": "cases.jsonl"}' > many/suite.json
$ awk 'BEGIN { for (i = 0; i < 300; i++) printf "{\"id\": \"c%d\", \"messages\": [{\"role\": \"user\", \"content\": \"What is %d + 1?\"}], \"grade\": [{\"type\": \"number\", \"expect\": %d}], \"examples\": {\"pass\": [\"%d\"]%s}}\n", i, i, i + 1, i + 1, i % 7 ? "" : ", \"fail\": [\"x\"]" }' > many/cases.jsonl
$ server
$ export SOURCE_DATE_EPOCH=1
$ goldpin run many -q -t "openai:m@$URL" -o made > /dev/null || true
$ first=$(sed -n 's/^Cpus_allowed_list:[[:space:]]*\([0-9]*\).*/\1/p' /proc/self/status)
$ for cpus in one all; do ...
$ wc -l < made/transcripts.jsonl
300
$ cmp lint-one lint-all
$ for f in results.json junit.xml report.md; do cmp out-one/$f out-all/$f; done
--- stderr
--- exit 0
