# The suite is what its generator writes; its policy sends each case where the case says; what is regulated goes nowhere else.
# not for the oracle: out
command -v python3 > /dev/null || skip 'python3 is missing'
python3 "$ROOT/suites/route/generate.py" -o made
for file in made/*; do cmp "$file" "$ROOT/suites/route/${file#made/}" && echo "$file"; done
goldpin lint --strict made
server
pocket
sed "s|\"model\": \"gpt-5.4\"|\"model\": \"m\", \"base_url\": \"$URL\"|" made/targets.json > goldpin.json
goldpin run made -q -t router -o out > out.txt || echo "exit $?"
field out/results.json '/trials/*' case composite/served_by | sed 's/-[^ ]* / /' | sort | uniq -c | tr -s ' '
grep '^python3 -c' "$ROOT/suites/route/README.md" > check.sh
sh check.sh
sed -i 's/house-regulated-sum-easy/cloud-regulated-sum-easy/g' out/results.json
sh check.sh
goldpin run made -q -t cloud -o cloud || echo "exit $?"
sed "s|\"sensitivity\": \"regulated\"|\"tag\": \"nothing\"|" goldpin.json > leaky.json
goldpin run made -q -c leaky.json -t router -o leaky || echo "exit $?"
--- stdout
$ command -v python3 > /dev/null || skip 'python3 is missing'
$ python3 "$ROOT/suites/route/generate.py" -o made
$ for file in made/*; do cmp "$file" "$ROOT/suites/route/${file#made/}" && echo "$file"; done
made/cases.jsonl
made/suite.json
made/targets.json
$ goldpin lint --strict made
route 1.0.0: 36 cases, 0 errors, 0 warnings
  null baseline empty     0 of 36 pass, mean score 0.00
  null baseline echo      0 of 36 pass, mean score 0.00
  null baseline constant  1 of 36 pass, mean score 0.03  (always "85", the best of 56 constants)
  null baseline unknown   0 of 36 pass, mean score 0.00
  null baseline stuffed   0 of 36 pass, mean score 0.00
  right answers broken   108 of 108 noticed (mutation score 1.00)
$ server
$ pocket
$ sed "s|\"model\": \"gpt-5.4\"|\"model\": \"m\", \"base_url\": \"$URL\"|" made/targets.json > goldpin.json
$ goldpin run made -q -t router -o out > out.txt || echo "exit $?"
exit 1
$ field out/results.json '/trials/*' case composite/served_by | sed 's/-[^ ]* / /' | sort | uniq -c | tr -s ' '
 12 cloud cloud
 24 house house
$ grep '^python3 -c' "$ROOT/suites/route/README.md" > check.sh
$ sh check.sh
$ sed -i 's/house-regulated-sum-easy/cloud-regulated-sum-easy/g' out/results.json
$ sh check.sh
cloud-regulated-sum-easy house
$ goldpin run made -q -t cloud -o cloud || echo "exit $?"
exit 2
$ sed "s|\"sensitivity\": \"regulated\"|\"tag\": \"nothing\"|" goldpin.json > leaky.json
$ goldpin run made -q -c leaky.json -t router -o leaky || echo "exit $?"
exit 2
--- stderr
$ goldpin run made -q -t cloud -o cloud || echo "exit $?"
goldpin: case route/house-regulated-sum-easy is regulated and must not leave this machine, but target "cloud" is remote (openai). Nothing was sent. Ask a local target, a route whose rules keep regulated cases on one, or other cases (--filter, --tag)
$ goldpin run made -q -c leaky.json -t router -o leaky || echo "exit $?"
goldpin: case route/house-regulated-sum-hard is regulated and must not leave this machine, but target "cloud" is remote (openai); the route "router" sends it to "cloud" by rule 2: {"complexity":"high"}. Nothing was sent. Ask a local target, a route whose rules keep regulated cases on one, or other cases (--filter, --tag)
--- exit 0
