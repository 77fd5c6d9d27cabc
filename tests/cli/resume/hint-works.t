# What an interrupted run says to go on with works as it is printed, also with absolute paths that need quotes; the commands of a
# report name the variables that stand for such paths.
pocket
mkdir "it's here"
cp suites/smoke/pocket/pocket.gguf "it's here/m.gguf"
mini "$(one_case a 'Compute 1 + 1' 2), $(one_case b '#delay=3s 1 + 2' 3)"
sed -i 's/"cases"/"defaults": {"max_tokens": 4}, "cases"/' mini/suite.json
mv mini "it's here/mini"
server
here="$PWD/it's here"
(goldpin run "$here/mini" -q -j 1 -t "local:$here/m.gguf" -t "openai:m@$URL" --context 100 --fail-under 0 --output cut & echo $! > pid; code=0; wait $! || code=$?; echo "exit $code") > cut.txt 2> cut.err &
until [ "$(grep -c . cut/transcripts.jsonl 2> /dev/null)" = 3 ]; do sleep 0.05; done
kill -INT "$(cat pid)"
wait $!
cat cut.txt cut.err
goldpin run --resume cut -q || echo "exit $?"
sed -n 's/^goldpin: go on with: //p' cut.err > go-on
sh -e go-on | head -n 1
grep -c . cut/transcripts.jsonl
grep '^> # [MS][^ ]* is\|^> goldpin' cut/report.md
sed -n 's/^> \(goldpin run .*MODEL.*--filter.*\)/\1/p' cut/report.md > again
export SUITE="$here/mini" MODEL="$here/m.gguf"
sh again > again.txt 2>&1 || echo "exit $?"
grep '^Gate' again.txt
--- stdout
$ pocket
$ mkdir "it's here"
$ cp suites/smoke/pocket/pocket.gguf "it's here/m.gguf"
$ mini "$(one_case a 'Compute 1 + 1' 2), $(one_case b '#delay=3s 1 + 2' 3)"
$ sed -i 's/"cases"/"defaults": {"max_tokens": 4}, "cases"/' mini/suite.json
$ mv mini "it's here/mini"
$ server
$ here="$PWD/it's here"
$ (goldpin run "$here/mini" -q -j 1 -t "local:$here/m.gguf" -t "openai:m@$URL" --context 100 --fail-under 0 --output cut & echo $! > pid; code=0; wait $! || code=$?; echo "exit $code") > cut.txt 2> cut.err &
$ until [ "$(grep -c . cut/transcripts.jsonl 2> /dev/null)" = 3 ]; do sleep 0.05; done
$ kill -INT "$(cat pid)"
$ wait $!
$ cat cut.txt cut.err
exit 130
goldpin: interrupted: 3 of 4 trials are finished and saved in cut
goldpin: go on with: goldpin run 'WORK/it'\''s here/mini' --resume cut -q -j 1 -t 'local:WORK/it'\''s here/m.gguf' -t openai:m@http://127.0.0.1:PORT/v1 --context 100 --fail-under 0
$ goldpin run --resume cut -q || echo "exit $?"
exit 2
$ sed -n 's/^goldpin: go on with: //p' cut.err > go-on
$ sh -e go-on | head -n 1
Gate passed: 3 of 4 trials passed; pass rate 0.75 (3 of 4), at least 0 wanted; goldens: no case has one; no trial broke.
$ grep -c . cut/transcripts.jsonl
4
$ grep '^> # [MS][^ ]* is\|^> goldpin' cut/report.md
> # SUITE is the path of the suite mini: the bundle keeps none that holds elsewhere
> # MODEL is the path of the file m.gguf: the bundle keeps none that holds elsewhere
> goldpin run "$SUITE" --replay RUN --filter b
> goldpin run "$SUITE" -t "m=local:$MODEL" --filter b --seed 1 --context 100 --kv f32
> # SUITE is the path of the suite mini: the bundle keeps none that holds elsewhere
> # MODEL is the path of the file m.gguf: the bundle keeps none that holds elsewhere
> goldpin run "$SUITE" -t "m=local:$MODEL" -t openai:m@http://127.0.0.1:PORT/v1 --seed 1 --context 100 --kv f32
> goldpin run "$SUITE" --replay RUN
$ sed -n 's/^> \(goldpin run .*MODEL.*--filter.*\)/\1/p' cut/report.md > again
$ export SUITE="$here/mini" MODEL="$here/m.gguf"
$ sh again > again.txt 2>&1 || echo "exit $?"
exit 1
$ grep '^Gate' again.txt
Gate failed: 1 of 1 trial failed (1 of 2 cases).
--- stderr
$ goldpin run --resume cut -q || echo "exit $?"
goldpin: the suite of the run in cut is not at suite.json; give it again (bundles do not keep absolute paths): goldpin run SUITE --resume cut
--- exit 0
