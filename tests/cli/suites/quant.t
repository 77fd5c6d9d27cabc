# The suite is what its generator writes, byte for byte; lint is clean, every broken answer is noticed, and knowing nothing passes little.
command -v python3 > /dev/null || skip 'python3 is missing'
python3 "$ROOT/suites/quant/generate.py" -o made
for file in made/*; do cmp "$file" "$ROOT/suites/quant/${file#made/}" && echo "$file"; done
goldpin lint --strict "$ROOT/suites/quant"
--- stdout
$ command -v python3 > /dev/null || skip 'python3 is missing'
$ python3 "$ROOT/suites/quant/generate.py" -o made
$ for file in made/*; do cmp "$file" "$ROOT/suites/quant/${file#made/}" && echo "$file"; done
made/cases.jsonl
made/suite.json
$ goldpin lint --strict "$ROOT/suites/quant"
quant 1.0.0: 99 cases, 0 errors, 0 warnings
  null baseline empty     0 of 99 pass, mean score 0.00
  null baseline echo      0 of 99 pass, mean score 0.00
  null baseline constant  5 of 99 pass, mean score 0.05  (always "2", the best of 189 constants)
  null baseline unknown   0 of 99 pass, mean score 0.00
  null baseline stuffed   0 of 99 pass, mean score 0.00
  right answers broken   378 of 378 noticed (mutation score 1.00)
--- stderr
--- exit 0
