# A shard that was killed is refused; it goes on like any run, or what is there of it is merged and shown as a part.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3), $(one_case c '1 + 3' 4), $(one_case d '1 + 4' 5)"
server
for k in 1 2 3; do goldpin run mini -q -t m="openai:m@$URL" --repeat 3 --shard $k/3 -o s$k > /dev/null; done
goldpin run mini -q -t m="openai:m@$URL" --repeat 3 -o single > /dev/null
# as a kill leaves it: one whole line, half of another, no results
head -n 1 s2/transcripts.jsonl > j && printf '{"id": "mini' >> j && mv j s2/transcripts.jsonl && rm s2/results.json s2/SHA256SUMS
goldpin merge s1 s2 s3 -o whole || echo "exit $?"
goldpin merge s1 s2 --partial -o part | head -n 1
sed -n '/incomplete/p;/shards/p' part/report.md
field part/results.json /planned /summary/trials /shards /missing_shards/0
goldpin verify part > said || echo "exit $?"; grep '^verdicts\|^What' said
goldpin run -q --resume s2 -t m="openai:m@$URL" > /dev/null
goldpin merge s1 s2 s3 -o whole > /dev/null
goldpin diff single whole
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3), $(one_case c '1 + 3' 4), $(one_case d '1 + 4' 5)"
$ server
$ for k in 1 2 3; do goldpin run mini -q -t m="openai:m@$URL" --repeat 3 --shard $k/3 -o s$k > /dev/null; done
$ goldpin run mini -q -t m="openai:m@$URL" --repeat 3 -o single > /dev/null
$ head -n 1 s2/transcripts.jsonl > j && printf '{"id": "mini' >> j && mv j s2/transcripts.jsonl && rm s2/results.json s2/SHA256SUMS
$ goldpin merge s1 s2 s3 -o whole || echo "exit $?"
exit 2
$ goldpin merge s1 s2 --partial -o part | head -n 1
Gate passed: 6 of 6 trials passed (6 of 12 planned trials; the others are in no shard); goldens: no case has one; no trial broke.
$ sed -n '/incomplete/p;/shards/p' part/report.md
**Partial run, incomplete:** 6 of 12 planned trials ended; 6 were never run. Every number below is of those that ended. Nothing is said of the others.
Of 3 shards these are missing: 3.
$ field part/results.json /planned /summary/trials /shards /missing_shards/0
12
6
3
3
$ goldpin verify part > said || echo "exit $?"; grep '^verdicts\|^What' said
exit 3
verdicts   not made  it is a part, with 6 of 12 planned trials; only a whole run is judged again
What was asked for could not be run again; what could be checked holds.
$ goldpin run -q --resume s2 -t m="openai:m@$URL" > /dev/null
$ goldpin merge s1 s2 s3 -o whole > /dev/null
$ goldpin diff single whole
12 the same

--- stderr
$ goldpin merge s1 s2 s3 -o whole || echo "exit $?"
goldpin: shard 2/3 in s2 was interrupted; finish it with goldpin run --resume s2, or --partial merges what is there
--- exit 0
