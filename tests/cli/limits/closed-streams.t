# A standard stream that is closed leaves its number to no file: nothing but trials gets into the journal, and a verdict
# that cannot be written is exit code 3.
mini
server
run() { rm -rf out; goldpin run mini -v -t "openai:m@$URL" -o out; }
tried() { code=0; "$@" 2> /dev/null || code=$?; echo "exit $code, $(grep -c '^{' out/transcripts.jsonl) of $(wc -l < out/transcripts.jsonl)"; }
none() { run <&-; }
tried none > in
no_out() { run >&-; }
tried no_out > out-closed
no_err() { run > said 2>&-; }
tried no_err > err
all() { run <&- >&- 2>&-; }
tried all > all
tail -n 1 in
cat out-closed err all
--- stdout
$ mini
$ server
$ run() { rm -rf out; goldpin run mini -v -t "openai:m@$URL" -o out; }
$ tried() { code=0; "$@" 2> /dev/null || code=$?; echo "exit $code, $(grep -c '^{' out/transcripts.jsonl) of $(wc -l < out/transcripts.jsonl)"; }
$ none() { run <&-; }
$ tried none > in
$ no_out() { run >&-; }
$ tried no_out > out-closed
$ no_err() { run > said 2>&-; }
$ tried no_err > err
$ all() { run <&- >&- 2>&-; }
$ tried all > all
$ tail -n 1 in
exit 0, 1 of 1
$ cat out-closed err all
exit 3, 1 of 1
exit 0, 1 of 1
exit 3, 1 of 1
--- stderr
--- exit 0
