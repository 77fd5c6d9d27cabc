# A bundle whose run was killed has no results: what reads bundles says so, and how to get them.
mini "$(one_case a '1 + 1' 2), $(one_case b '#delay=5s 1 + 2' 3)"
server
goldpin run mini -j 1 -q -t "openai:m@$URL" -o cut > /dev/null &
until [ -s cut/transcripts.jsonl ]; do sleep 0.05; done
kill -9 $!
wait $! 2> /dev/null || true
for c in 'report cut' 'diff cut cut' 'diff mini cut' 'bless cut'; do
    # shellcheck disable=SC2086 # words
    goldpin $c || echo "exit $?"
done
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '#delay=5s 1 + 2' 3)"
$ server
$ goldpin run mini -j 1 -q -t "openai:m@$URL" -o cut > /dev/null &
$ until [ -s cut/transcripts.jsonl ]; do sleep 0.05; done
$ kill -9 $!
$ wait $! 2> /dev/null || true
$ for c in 'report cut' 'diff cut cut' 'diff mini cut' 'bless cut'; do ...
exit 2
exit 2
exit 2
exit 2
--- stderr
$ for c in 'report cut' 'diff cut cut' 'diff mini cut' 'bless cut'; do ...
goldpin: the run in cut was interrupted and has no results yet; finish it with goldpin run --resume cut
goldpin: the run in cut was interrupted and has no results yet; finish it with goldpin run --resume cut
goldpin: the run in cut was interrupted and has no results yet; finish it with goldpin run --resume cut
goldpin: the run in cut was interrupted and has no results yet; finish it with goldpin run --resume cut
--- exit 0
