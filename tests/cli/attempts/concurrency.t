# "concurrency" bounds a target's trials in flight below --jobs: the server, which refuses a third one, never sees it.
mini "$(for i in 1 2 3 4 5 6 7 8 9; do one_case "c$i" "#at-most=2 #delay=20 $i + 1" $((i + 1)); [ "$i" = 9 ] || echo ,; done)"
server --requests seen
targets '"concurrency": 2'
goldpin run mini -q -j 8 -o out
wc -l < seen
field out/results.json '/targets/*/measured' rate_limited lowest_window
grep 'in flight' out/report.md | grep '  - '
--- stdout
$ mini "$(for i in 1 2 3 4 5 6 7 8 9; do one_case "c$i" "#at-most=2 #delay=20 $i + 1" $((i + 1)); [ "$i" = 9 ] || echo ,; done)"
$ server --requests seen
$ targets '"concurrency": 2'
$ goldpin run mini -q -j 8 -o out
Gate passed: 9 of 9 trials passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
$ wc -l < seen
9
$ field out/results.json '/targets/*/measured' rate_limited lowest_window
0 null
$ grep 'in flight' out/report.md | grep '  - '
  - Trials in flight: at most 2, fewer while the server refuses by rate limits.
--- stderr
--- exit 0
