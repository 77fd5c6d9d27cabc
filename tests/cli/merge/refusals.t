# What is no set of shards of one run is refused, and told apart.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3), $(one_case c '1 + 3' 4), $(one_case d '1 + 4' 5)"
server
shard() { out=$1; k=$2; shift 2; goldpin run mini -q -t m="openai:m@$URL" --shard "$k" -o "$out" "$@" > /dev/null; }
shard one 1/3
shard two 2/3
shard three 3/3
shard odd 1/2
shard seed 3/3 --seed 7
goldpin run mini -q -t other="openai:m@$URL" --shard 3/3 -o other > /dev/null
goldpin run mini -q -t m="openai:m@$URL" -o all > /dev/null
try() { goldpin merge "$@" || echo "exit $?"; }
try one two three
try one two -o whole
try one two two -o whole
try one two odd -o whole
try one two seed -o whole
try one two other -o whole
try one two all -o whole
try one two nowhere -o whole
try one two three -o all
cp -r mini kept
sed -i 's/What is 1 + 4/What is 4 + 1/' mini/suite.json
shard changed 3/3
try one two changed -o whole
try one two three -o whole
rm -r mini
try one two three -o whole
try one two three -o whole --suite kept | head -n 1
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3), $(one_case c '1 + 3' 4), $(one_case d '1 + 4' 5)"
$ server
$ shard() { out=$1; k=$2; shift 2; goldpin run mini -q -t m="openai:m@$URL" --shard "$k" -o "$out" "$@" > /dev/null; }
$ shard one 1/3
$ shard two 2/3
$ shard three 3/3
$ shard odd 1/2
$ shard seed 3/3 --seed 7
$ goldpin run mini -q -t other="openai:m@$URL" --shard 3/3 -o other > /dev/null
$ goldpin run mini -q -t m="openai:m@$URL" -o all > /dev/null
$ try() { goldpin merge "$@" || echo "exit $?"; }
$ try one two three
exit 2
$ try one two -o whole
exit 2
$ try one two two -o whole
exit 2
$ try one two odd -o whole
exit 2
$ try one two seed -o whole
exit 2
$ try one two other -o whole
exit 2
$ try one two all -o whole
exit 2
$ try one two nowhere -o whole
exit 2
$ try one two three -o all
exit 2
$ cp -r mini kept
$ sed -i 's/What is 1 + 4/What is 4 + 1/' mini/suite.json
$ shard changed 3/3
$ try one two changed -o whole
exit 2
$ try one two three -o whole
exit 2
$ rm -r mini
$ try one two three -o whole
exit 2
$ try one two three -o whole --suite kept | head -n 1
Gate passed: 4 of 4 trials passed; goldens: no case has one; no trial broke.
--- stderr
$ try one two three
goldpin: say where the whole goes with -o DIR
$ try one two -o whole
goldpin: 1 of 3 shards are missing (3/3); --partial merges what is there
$ try one two two -o whole
goldpin: shard 2/3 is given twice, as two and as two
$ try one two odd -o whole
goldpin: odd is shard 1/2, and one is one of 3
$ try one two seed -o whole
goldpin: one and seed are not shards of one run: suite "mini" had {"seed":1}, now {"seed":7}
$ try one two other -o whole
goldpin: one and other are not shards of one run: a target was "m", now "other"
$ try one two all -o whole
goldpin: all is no shard: it was run without --shard K/N
$ try one two nowhere -o whole
goldpin: nowhere is no bundle and no recording: it has no manifest.json
$ try one two three -o all
goldpin: the output folder all is not empty; name another, or go on with --resume
$ try one two changed -o whole
goldpin: one and changed are not shards of one run: suite mini differs (HEX… and HEX…)
$ try one two three -o whole
goldpin: mini/suite.json changed since the shards were run (its digest was HEX…, now HEX…)
$ try one two three -o whole
goldpin: suite mini is not at mini/suite.json, where the shards had it; say where it is with --suite PATH
--- exit 0
