# An option that holds one value does not silently keep the last of two; the same value again is no mistake.
mini
run() { goldpin run mini -q -t openai:m@http://127.0.0.1:9/v1 --dry-run "$@" || echo "exit $?"; }
run --limit 1 --seed 3 --limit=2
run --shard 1/2 --shard 2/2
run --golden a --golden b
run --environment cold --environment warm
run --fail-under 0.9 --fail-under 0.8
run --limit 1 --limit x
run --seed 1 --seed=01 --shard 1/1 --shard 1/1 --golden a --golden a --fail-under 0.9 --fail-under 0.90 -q
--- stdout
$ mini
$ run() { goldpin run mini -q -t openai:m@http://127.0.0.1:9/v1 --dry-run "$@" || echo "exit $?"; }
$ run --limit 1 --seed 3 --limit=2
exit 2
$ run --shard 1/2 --shard 2/2
exit 2
$ run --golden a --golden b
exit 2
$ run --environment cold --environment warm
exit 2
$ run --fail-under 0.9 --fail-under 0.8
exit 2
$ run --limit 1 --limit x
exit 2
$ run --seed 1 --seed=01 --shard 1/1 --shard 1/1 --golden a --golden a --fail-under 0.9 --fail-under 0.90 -q
dry run: 1 trial (1 case, 1 target); nothing was asked or written
--- stderr
$ run --limit 1 --seed 3 --limit=2
goldpin: --limit is given twice, as "1" and as "2"; give it once
$ run --shard 1/2 --shard 2/2
goldpin: --shard is given twice, as "1/2" and as "2/2"; give it once
$ run --golden a --golden b
goldpin: --golden is given twice, as "a" and as "b"; give it once
$ run --environment cold --environment warm
goldpin: --environment is given twice, as "cold" and as "warm"; give it once
$ run --fail-under 0.9 --fail-under 0.8
goldpin: --fail-under is given twice, as "0.9" and as "0.8"; give it once
$ run --limit 1 --limit x
goldpin: --limit needs a whole number, not "x"
--- exit 0
