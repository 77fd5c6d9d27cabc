# What schedulers and terminals send before they kill ends a run as Ctrl-C does: what was finished is saved. A signal that was
# ignored when the run began stays so.
mini "$(one_case a '1 + 1' 2), $(one_case b '#delay=1s 1 + 2' 3)"
server
try() {
    rm -rf cut
    (goldpin run mini -j 1 -q -t "openai:m@$URL" -o cut & echo $! > pid; code=0; wait $! || code=$?; echo "$1: exit $code") > cut.txt 2>&1 &
    until [ -s cut/transcripts.jsonl ]; do sleep 0.05; done
    kill -"$1" "$(cat pid)"
    wait $!
    grep -v '^bundle\|^reports\|^fingerprint' cut.txt
}
for sig in TERM HUP USR1 USR2 ALRM PWR; do try $sig; done
trap '' HUP
try HUP
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '#delay=1s 1 + 2' 3)"
$ server
$ try() { ...
$ for sig in TERM HUP USR1 USR2 ALRM PWR; do try $sig; done
goldpin: interrupted: 1 of 2 trials are finished and saved in cut
goldpin: go on with: goldpin run mini --resume cut -j 1 -q -t openai:m@http://127.0.0.1:PORT/v1
TERM: exit 130
goldpin: interrupted: 1 of 2 trials are finished and saved in cut
goldpin: go on with: goldpin run mini --resume cut -j 1 -q -t openai:m@http://127.0.0.1:PORT/v1
HUP: exit 130
goldpin: interrupted: 1 of 2 trials are finished and saved in cut
goldpin: go on with: goldpin run mini --resume cut -j 1 -q -t openai:m@http://127.0.0.1:PORT/v1
USR1: exit 130
goldpin: interrupted: 1 of 2 trials are finished and saved in cut
goldpin: go on with: goldpin run mini --resume cut -j 1 -q -t openai:m@http://127.0.0.1:PORT/v1
USR2: exit 130
goldpin: interrupted: 1 of 2 trials are finished and saved in cut
goldpin: go on with: goldpin run mini --resume cut -j 1 -q -t openai:m@http://127.0.0.1:PORT/v1
ALRM: exit 130
goldpin: interrupted: 1 of 2 trials are finished and saved in cut
goldpin: go on with: goldpin run mini --resume cut -j 1 -q -t openai:m@http://127.0.0.1:PORT/v1
PWR: exit 130
$ trap '' HUP
$ try HUP
Gate passed: 2 of 2 trials passed; goldens: no case has one; no trial broke.
HUP: exit 0
--- stderr
--- exit 0
