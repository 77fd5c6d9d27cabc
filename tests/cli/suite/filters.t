# Filters collect, and so do tags; the two kinds must both fit. One that fits nothing is an error beside one that fits.
mini "$(case_of add-1 public easy '1 + 1' 2), $(case_of add-2 public hard '1 + 2' 3), $(case_of sub-1 public easy '2 - 1' 1), $(case_of mul-1 public odd '2 * 2' 4)"
run() { goldpin run mini -q -t openai:m@http://127.0.0.1:9/v1 --dry-run "$@" || echo "exit $?"; }
run --filter 'add-*' --filter 'sub-*'
run --tag hard --tag odd
run --filter 'add-*' --filter 'sub-*' --tag easy
run --filter 'add-*' --filter 'sum-*'
run --tag easy --tag none
run --filter 'mul-*' --tag easy
run --filter mini/add-1/openai-m/2 --filter 'mini/sub-*' --filter mul-1 --repeat 3
run --filter mini/add-1
server
goldpin run mini -q -t "openai:m@$URL" -o out --filter 'add-*' --filter '*/sub-1/*' --tag easy > /dev/null
field out/manifest.json /run/filter /run/tags
grep -E -e 'only (case|trial|tag)' -e '--filter' out/report.md
goldpin run mini -q -t "openai:m@$URL" --resume out | head -n 1
goldpin run mini -q -t "openai:m@$URL" --resume out --filter 'add-*' || echo "exit $?"
--- stdout
$ mini "$(case_of add-1 public easy '1 + 1' 2), $(case_of add-2 public hard '1 + 2' 3), $(case_of sub-1 public easy '2 - 1' 1), $(case_of mul-1 public odd '2 * 2' 4)"
$ run() { goldpin run mini -q -t openai:m@http://127.0.0.1:9/v1 --dry-run "$@" || echo "exit $?"; }
$ run --filter 'add-*' --filter 'sub-*'
dry run: 3 trials (3 of 4 cases, 1 target); nothing was asked or written
$ run --tag hard --tag odd
dry run: 2 trials (2 of 4 cases, 1 target); nothing was asked or written
$ run --filter 'add-*' --filter 'sub-*' --tag easy
dry run: 2 trials (2 of 4 cases, 1 target); nothing was asked or written
$ run --filter 'add-*' --filter 'sum-*'
exit 2
$ run --tag easy --tag none
exit 2
$ run --filter 'mul-*' --tag easy
exit 2
$ run --filter mini/add-1/openai-m/2 --filter 'mini/sub-*' --filter mul-1 --repeat 3
dry run: 7 trials (3 of 4 cases, 1 target); nothing was asked or written
$ run --filter mini/add-1
exit 2
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o out --filter 'add-*' --filter '*/sub-1/*' --tag easy > /dev/null
$ field out/manifest.json /run/filter /run/tags
[
      "add-*",
      "*/sub-1/*"
    ]
[
      "easy"
    ]
$ grep -E -e 'only (case|trial|tag)' -e '--filter' out/report.md
- Run: started `2026-11-20T09:35:00Z`, seed 1, attempts per case 1, trials in flight 4, trials planned 2, only case ids `add-*`, only trials `*/sub-1/*`, only tag `easy`.
> goldpin run mini/suite.json -t openai:m@http://127.0.0.1:PORT/v1 --seed 1 --filter 'add-*' --filter '*/sub-1/*' --tag easy
$ goldpin run mini -q -t "openai:m@$URL" --resume out | head -n 1
Gate passed: 2 of 2 trials passed (2 of 4 cases); goldens: no case has one; no trial broke.
$ goldpin run mini -q -t "openai:m@$URL" --resume out --filter 'add-*' || echo "exit $?"
exit 2
--- stderr
$ run --filter 'add-*' --filter 'sum-*'
goldpin: --filter "sum-*" selects no case
$ run --tag easy --tag none
goldpin: --tag "none" selects no case
$ run --filter 'mul-*' --tag easy
goldpin: --filter "mul-*" together with --tag selects no case
$ run --filter mini/add-1
goldpin: --filter "mini/add-1" selects no case (with a '/' it is about trials: SUITE/CASE/TARGET/REPEAT)
$ goldpin run mini -q -t "openai:m@$URL" --resume out --filter 'add-*' || echo "exit $?"
goldpin: this is not the run that was begun: --filter was "add-*" "*/sub-1/*", now "add-*"
--- exit 0
