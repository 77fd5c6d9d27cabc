# Votes of judges come with the shards: nobody is asked for them again.
judged '' 'a?' 'b?' 'c?'
cat > answers.json << 'END'
{
  "*\nIt is Paris": "{\"reason\": \"It says Paris.\", \"pass\": true}",
  "*\nIt is Lyon": "{\"reason\": \"no\", \"pass\": false}",
  "a?": "It is Paris, surely.", "b?": "It is Lyon, surely.", "c?": "It is Paris."
}
END
restart
goldpin run mini -t me -q -o single > single.txt || echo "exit $?"
for k in 1 2; do goldpin run mini -t me -q --shard $k/2 -o s$k > /dev/null || echo "shard $k: exit $?"; done
kill "$SERVER"
goldpin merge s2 s1 -o whole > whole.txt || echo "exit $?"
head -n 2 whole.txt > a && head -n 2 single.txt | cmp - a
goldpin diff single whole
field whole/results.json '/trials/*' case status
--- stdout
$ judged '' 'a?' 'b?' 'c?'
$ cat > answers.json << 'END' ...
$ restart
$ goldpin run mini -t me -q -o single > single.txt || echo "exit $?"
exit 1
$ for k in 1 2; do goldpin run mini -t me -q --shard $k/2 -o s$k > /dev/null || echo "shard $k: exit $?"; done
shard 2: exit 1
$ kill "$SERVER"
$ goldpin merge s2 s1 -o whole > whole.txt || echo "exit $?"
exit 1
$ head -n 2 whole.txt > a && head -n 2 single.txt | cmp - a
$ goldpin diff single whole
3 the same

$ field whole/results.json '/trials/*' case status
a passed
b failed
c passed
--- stderr
--- exit 0
