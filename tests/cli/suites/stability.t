# The suite is what its generator writes, byte for byte; lint is clean, every broken answer is noticed, and knowing nothing passes little.
command -v python3 > /dev/null || skip 'python3 is missing'
python3 "$ROOT/suites/stability/generate.py" -o made
for file in made/*; do cmp "$file" "$ROOT/suites/stability/${file#made/}" && echo "$file"; done
goldpin lint --strict "$ROOT/suites/stability"
--- stdout
$ command -v python3 > /dev/null || skip 'python3 is missing'
$ python3 "$ROOT/suites/stability/generate.py" -o made
$ for file in made/*; do cmp "$file" "$ROOT/suites/stability/${file#made/}" && echo "$file"; done
made/cases.jsonl
made/suite.json
$ goldpin lint --strict "$ROOT/suites/stability"
stability 1.0.0: 49 cases, 0 errors, 0 warnings
  null baseline empty     0 of 49 pass, mean score 0.50
  null baseline echo      0 of 49 pass, mean score 0.49
  null baseline constant  0 of 49 pass, mean score 0.54  (always "ok", the best of 56 constants)
  null baseline unknown   0 of 49 pass, mean score 0.50
  null baseline stuffed   0 of 49 pass, mean score 0.52
  right answers broken   668 of 668 noticed (mutation score 1.00)
--- stderr
--- exit 0
