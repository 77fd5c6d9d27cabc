# A run that ended after it had begun its recording and before it had begun its bundle, is begun again with the same command.
mini
server
mkdir rec
echo '<topology/>' > rec/topology.xml
echo '{' > rec/manifest.json.tmp-99999
goldpin run mini -q --resume out --record rec -t "openai:m@$URL" > one.txt
ls rec
goldpin run mini -q --replay rec -o again > two.txt
[ "$(grep fingerprint one.txt)" = "$(grep fingerprint two.txt)" ] && echo 'same fingerprint'
# But nothing of somebody else's is touched.
mkdir other
echo '{' > other/manifest.json
goldpin run mini -q --record other -o third -t "openai:m@$URL" || echo "exit $?"
cat other/manifest.json
--- stdout
$ mini
$ server
$ mkdir rec
$ echo '<topology/>' > rec/topology.xml
$ echo '{' > rec/manifest.json.tmp-99999
$ goldpin run mini -q --resume out --record rec -t "openai:m@$URL" > one.txt
$ ls rec
exchanges.jsonl
manifest.json
recording.json
topology.xml
$ goldpin run mini -q --replay rec -o again > two.txt
$ [ "$(grep fingerprint one.txt)" = "$(grep fingerprint two.txt)" ] && echo 'same fingerprint'
same fingerprint
$ mkdir other
$ echo '{' > other/manifest.json
$ goldpin run mini -q --record other -o third -t "openai:m@$URL" || echo "exit $?"
exit 2
$ cat other/manifest.json
{
--- stderr
$ goldpin run mini -q --record other -o third -t "openai:m@$URL" || echo "exit $?"
goldpin: the folder for the recording, other, is not empty; name another
--- exit 0
