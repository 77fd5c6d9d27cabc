# A recording that was changed does not play, and says where.
mini "$(one_case a '1 + 1' 2), $(one_case b '2 + 2' 4)"
server
goldpin run mini -q -j 1 -t "openai:m@$URL" --record rec -o live > /dev/null
exec 9>&-
cp -r rec broken
sed -i '2s/What is 2 + 2?/What is 2 + 5?/' broken/exchanges.jsonl
goldpin run mini --replay broken || echo "exit $?"
cp rec/exchanges.jsonl broken/exchanges.jsonl
echo 'not a line' >> broken/exchanges.jsonl
goldpin run mini --replay broken || echo "exit $?"
: > broken/exchanges.jsonl
goldpin run mini --replay broken || echo "exit $?"
rm broken/exchanges.jsonl
goldpin run mini --replay broken || echo "exit $?"
cp rec/exchanges.jsonl broken/
sed -i 's/recording.1"/recording\/2"/;s/"provider"/"proviter"/' broken/recording.json
goldpin run mini --replay broken || echo "exit $?"
sed 's/"provider"/"proviter"/' rec/recording.json > broken/recording.json
goldpin run mini --replay broken
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '2 + 2' 4)"
$ server
$ goldpin run mini -q -j 1 -t "openai:m@$URL" --record rec -o live > /dev/null
$ exec 9>&-
$ cp -r rec broken
$ sed -i '2s/What is 2 + 2?/What is 2 + 5?/' broken/exchanges.jsonl
$ goldpin run mini --replay broken || echo "exit $?"
exit 2
$ cp rec/exchanges.jsonl broken/exchanges.jsonl
$ echo 'not a line' >> broken/exchanges.jsonl
$ goldpin run mini --replay broken || echo "exit $?"
exit 2
$ : > broken/exchanges.jsonl
$ goldpin run mini --replay broken || echo "exit $?"
exit 2
$ rm broken/exchanges.jsonl
$ goldpin run mini --replay broken || echo "exit $?"
exit 2
$ cp rec/exchanges.jsonl broken/
$ sed -i 's/recording.1"/recording\/2"/;s/"provider"/"proviter"/' broken/recording.json
$ goldpin run mini --replay broken || echo "exit $?"
exit 2
$ sed 's/"provider"/"proviter"/' rec/recording.json > broken/recording.json
$ goldpin run mini --replay broken
--- stderr
$ goldpin run mini --replay broken || echo "exit $?"
goldpin: broken/exchanges.jsonl:2:1: the request does not have the digest that stands beside it: the line was changed
$ goldpin run mini --replay broken || echo "exit $?"
goldpin: broken/exchanges.jsonl:3:1: expected a value, found 'not'
$ goldpin run mini --replay broken || echo "exit $?"
goldpin: broken/exchanges.jsonl holds no exchange: there is nothing to replay
$ goldpin run mini --replay broken || echo "exit $?"
goldpin: cannot open broken/exchanges.jsonl: No such file or directory
$ goldpin run mini --replay broken || echo "exit $?"
goldpin: broken/recording.json:2:13: the schema is "goldpin.recording/2", but this goldpin reads "goldpin.recording/1"
$ goldpin run mini --replay broken
goldpin: the targets of recording.json:1:25: unknown key "proviter" in target "openai-m"; did you mean "provider"?
--- exit 2
