# The suite is what its generator writes, byte for byte; lint is clean, every broken answer is noticed, and knowing nothing passes little.
command -v python3 > /dev/null || skip 'python3 is missing'
python3 "$ROOT/suites/perf/generate.py" -o made
for file in made/*; do cmp "$file" "$ROOT/suites/perf/${file#made/}" && echo "$file"; done
goldpin lint --strict "$ROOT/suites/perf"
python3 "$ROOT/suites/perf/generate.py" --up-to 128000 -o long
sha256sum < long/cases.jsonl | cut -c 1-16
grep -Fvxf made/cases.jsonl long/cases.jsonl | cut -c 1-30
goldpin lint --strict long | head -n 1
--- stdout
$ command -v python3 > /dev/null || skip 'python3 is missing'
$ python3 "$ROOT/suites/perf/generate.py" -o made
$ for file in made/*; do cmp "$file" "$ROOT/suites/perf/${file#made/}" && echo "$file"; done
made/cases.jsonl
made/suite.json
$ goldpin lint --strict "$ROOT/suites/perf"
perf 1.0.0: 38 cases, 0 errors, 0 warnings
  null baseline empty     0 of 38 pass, mean score 0.00
  null baseline echo      0 of 38 pass, mean score 0.00
  null baseline constant  1 of 38 pass, mean score 0.03  (always "6440 6441 6442 6443 6444", the best of 78 constants)
  null baseline unknown   0 of 38 pass, mean score 0.00
  null baseline stuffed   0 of 38 pass, mean score 0.00
  right answers broken   152 of 152 noticed (mutation score 1.00)
$ python3 "$ROOT/suites/perf/generate.py" --up-to 128000 -o long
$ sha256sum < long/cases.jsonl | cut -c 1-16
0f00f4e06c9d53c5
$ grep -Fvxf made/cases.jsonl long/cases.jsonl | cut -c 1-30
{"id": "context-32k-1", "categ
{"id": "context-32k-2", "categ
{"id": "context-32k-3", "categ
{"id": "context-128k-1", "cate
{"id": "context-128k-2", "cate
{"id": "context-128k-3", "cate
$ goldpin lint --strict long | head -n 1
perf 1.0.0: 44 cases, 0 errors, 0 warnings
--- stderr
--- exit 0
