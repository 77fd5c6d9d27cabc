# Which trials were not sent after a 401 is kept, and not decided again.
mini "$(one_case a '#delay=100 #401 1 + 1' 2), $(one_case b '1 + 2' 3), $(one_case c '1 + 3' 4), $(one_case d '1 + 4' 5), $(one_case e '1 + 5' 6)"
server
goldpin run mini -q -j 2 -t "openai:m@$URL" --record rec -o live > live.txt || echo "exit $?"
exec 9>&-
unplugged goldpin run mini -v -j 5 --replay rec -o again > again.txt 2> again.err || echo "exit $?"
field rec/exchanges.jsonl '/*/unsent' | grep -cx auth
cmp live/results.json again/results.json
--- stdout
$ mini "$(one_case a '#delay=100 #401 1 + 1' 2), $(one_case b '1 + 2' 3), $(one_case c '1 + 3' 4), $(one_case d '1 + 4' 5), $(one_case e '1 + 5' 6)"
$ server
$ goldpin run mini -q -j 2 -t "openai:m@$URL" --record rec -o live > live.txt || echo "exit $?"
exit 3
$ exec 9>&-
$ unplugged goldpin run mini -v -j 5 --replay rec -o again > again.txt 2> again.err || echo "exit $?"
exit 3
$ field rec/exchanges.jsonl '/*/unsent' | grep -cx auth
4
$ cmp live/results.json again/results.json
--- stderr
--- exit 0
