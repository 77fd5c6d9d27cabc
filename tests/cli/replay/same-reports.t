# Two replays write the same bytes; the server is gone by then.
mini "$(one_case a '1 + 1' 2), $(one_case b '2 + 2' 5)"
server
goldpin run mini -q -t "openai:m@$URL" -o one > /dev/null || echo "exit $?"
exec 9>&-
goldpin run mini -q --replay one -o two > /dev/null || echo "exit $?"
goldpin run mini -q -t replay:one -o three > /dev/null || echo "exit $?"
for f in results.json junit.xml report.md transcripts.jsonl; do cmp two/$f three/$f; done
goldpin diff one two
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '2 + 2' 5)"
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o one > /dev/null || echo "exit $?"
exit 1
$ exec 9>&-
$ goldpin run mini -q --replay one -o two > /dev/null || echo "exit $?"
exit 1
$ goldpin run mini -q -t replay:one -o three > /dev/null || echo "exit $?"
exit 1
$ for f in results.json junit.xml report.md transcripts.jsonl; do cmp two/$f three/$f; done
$ goldpin diff one two
2 the same

--- stderr
--- exit 0
