# One trial in three shards: two of them have nothing to do, which turns no job red, and are merged like the other.
mini
server
for k in 1 2 3; do goldpin run mini -q -t m="openai:m@$URL" --shard $k/3 -o s$k | head -n 1; done
goldpin merge s1 s2 s3 -o whole | head -n 1
goldpin merge s1 s3 -o part || echo "exit $?"
--- stdout
$ mini
$ server
$ for k in 1 2 3; do goldpin run mini -q -t m="openai:m@$URL" --shard $k/3 -o s$k | head -n 1; done
Gate passed: 1 of 1 trial passed (shard 1/3, 1 of 1 cases); goldens: no case has one; no trial broke.
Gate passed: 0 of 0 trials passed (shard 2/3, 0 of 1 cases); this shard has no trial; goldens: no case has one; no trial broke.
Gate passed: 0 of 0 trials passed (shard 3/3, 0 of 1 cases); this shard has no trial; goldens: no case has one; no trial broke.
$ goldpin merge s1 s2 s3 -o whole | head -n 1
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
$ goldpin merge s1 s3 -o part || echo "exit $?"
exit 2
--- stderr
$ goldpin merge s1 s3 -o part || echo "exit $?"
goldpin: 1 of 3 shards are missing (2/3); --partial merges what is there
--- exit 0
