# A recording of a run that asked again what broke is played with the last attempts; where it could not be, it is not made.
mini "$(one_case a '1 + 1' 2), $(one_case b '#500 #first=1 1 + 2' 3)"
server
goldpin run mini -q -j 1 -t "openai:m@$URL" -o out --record rec > /dev/null || echo "exit $?"
goldpin run mini -q -j 1 -t "openai:m@$URL" --resume out --record rec --retry-errors > one.txt
goldpin run mini -q --replay rec -o played > two.txt
sed -n 's/^fingerprint //p' one.txt two.txt | uniq | wc -l
mini "$(one_case c '#401 #first=1 1 + 3' 4), $(one_case d '1 + 4' 5)"
goldpin run mini -q -j 1 -t "openai:m@$URL" -o auth --record other > /dev/null || echo "exit $?"
goldpin run mini -q -j 1 -t "openai:m@$URL" --resume auth --record other --retry-errors || echo "exit $?"
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '#500 #first=1 1 + 2' 3)"
$ server
$ goldpin run mini -q -j 1 -t "openai:m@$URL" -o out --record rec > /dev/null || echo "exit $?"
exit 3
$ goldpin run mini -q -j 1 -t "openai:m@$URL" --resume out --record rec --retry-errors > one.txt
$ goldpin run mini -q --replay rec -o played > two.txt
$ sed -n 's/^fingerprint //p' one.txt two.txt | uniq | wc -l
1
$ mini "$(one_case c '#401 #first=1 1 + 3' 4), $(one_case d '1 + 4' 5)"
$ goldpin run mini -q -j 1 -t "openai:m@$URL" -o auth --record other > /dev/null || echo "exit $?"
exit 3
$ goldpin run mini -q -j 1 -t "openai:m@$URL" --resume auth --record other --retry-errors || echo "exit $?"
exit 2
--- stderr
$ goldpin run mini -q -j 1 -t "openai:m@$URL" --resume auth --record other --retry-errors || echo "exit $?"
goldpin: --retry-errors: trial mini/d/openai-m/1 was not sent after an authentication error, which its recording says too and which a replay could not tell from what is asked now; record a new run
--- exit 0
