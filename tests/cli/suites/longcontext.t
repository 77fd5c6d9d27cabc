# The suite is what its generator writes, the long cases have the digest that they had, and lint is clean with them too.
command -v python3 > /dev/null || skip 'python3 is missing'
python3 "$ROOT/suites/longcontext/generate.py" -o made
for file in made/*; do cmp "$file" "$ROOT/suites/longcontext/${file#made/}" && echo "$file"; done
python3 "$ROOT/suites/longcontext/generate.py" --up-to 256000 -o long
sha256sum < long/cases.jsonl | cut -c 1-16
head -n 42 long/cases.jsonl | cmp - made/cases.jsonl
python3 "$ROOT/suites/longcontext/generate.py" --up-to 256001 -o longer 2>&1 | tail -n 1
goldpin lint --strict "$ROOT/suites/longcontext"
goldpin lint --strict long
--- stdout
$ command -v python3 > /dev/null || skip 'python3 is missing'
$ python3 "$ROOT/suites/longcontext/generate.py" -o made
$ for file in made/*; do cmp "$file" "$ROOT/suites/longcontext/${file#made/}" && echo "$file"; done
made/cases.jsonl
made/suite.json
$ python3 "$ROOT/suites/longcontext/generate.py" --up-to 256000 -o long
$ sha256sum < long/cases.jsonl | cut -c 1-16
f5285abf22d79277
$ head -n 42 long/cases.jsonl | cmp - made/cases.jsonl
$ python3 "$ROOT/suites/longcontext/generate.py" --up-to 256001 -o longer 2>&1 | tail -n 1
generate.py: error: --up-to must be from 1 to 256000
$ goldpin lint --strict "$ROOT/suites/longcontext"
longcontext 1.0.0: 42 cases, 0 errors, 0 warnings
  null baseline empty     0 of 42 pass, mean score 0.00
  null baseline echo      0 of 42 pass, mean score 0.00
  null baseline constant  4 of 42 pass, mean score 0.10  (always "not stated", the best of 72 constants)
  null baseline unknown   0 of 42 pass, mean score 0.00
  null baseline stuffed   0 of 42 pass, mean score 0.01
  right answers broken   154 of 154 noticed (mutation score 1.00)
$ goldpin lint --strict long
longcontext 1.0.0: 66 cases, 0 errors, 0 warnings
  null baseline empty     0 of 66 pass, mean score 0.00
  null baseline echo      0 of 66 pass, mean score 0.00
  null baseline constant  4 of 66 pass, mean score 0.06  (always "not stated", the best of 110 constants)
  null baseline unknown   0 of 66 pass, mean score 0.00
  null baseline stuffed   0 of 66 pass, mean score 0.01
  right answers broken   242 of 242 noticed (mutation score 1.00)
--- stderr
--- exit 0
