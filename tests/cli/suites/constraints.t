# The suite is what its generator writes, byte for byte; lint is clean, every broken answer is noticed, and knowing nothing passes little.
command -v python3 > /dev/null || skip 'python3 is missing'
python3 "$ROOT/suites/constraints/generate.py" -o made
for file in made/*; do cmp "$file" "$ROOT/suites/constraints/${file#made/}" && echo "$file"; done
goldpin lint --strict "$ROOT/suites/constraints"
--- stdout
$ command -v python3 > /dev/null || skip 'python3 is missing'
$ python3 "$ROOT/suites/constraints/generate.py" -o made
$ for file in made/*; do cmp "$file" "$ROOT/suites/constraints/${file#made/}" && echo "$file"; done
made/cases.jsonl
made/suite.json
$ goldpin lint --strict "$ROOT/suites/constraints"
constraints 1.0.0: 178 cases, 0 errors, 0 warnings
  null baseline empty     0 of 178 pass, mean score 0.24
  null baseline echo      0 of 178 pass, mean score 0.37
  null baseline constant  4 of 178 pass, mean score 0.43  (always "The village is known to all of us. Fog h…", the best of 217 constants)
  null baseline unknown   0 of 178 pass, mean score 0.23
  null baseline stuffed   2 of 178 pass, mean score 0.53
  right answers broken   1189 of 1189 noticed (mutation score 1.00)
--- stderr
--- exit 0
