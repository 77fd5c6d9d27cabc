# A prompt of more than a few kilobytes reaches the model whole: its end is in the tokens, and they are all counted.
pocket
sum() { i=0; while [ $i -lt 900 ]; do printf '%d + 1 and ' $i; i=$((i + 1)); done; printf '2 + 3'; }
mini "$(one_case a "$(sum)" 5)"
goldpin show mini a -t local:suites/smoke/pocket/pocket.gguf > shown
sed -n 's/^ *tokens: \(.*\)/[\1]/p' shown | goldpin model detokenize suites/smoke/pocket/pocket.gguf > prompt
tail -c 40 prompt | tr '\n' ' '; echo
[ "$(wc -c < prompt)" -ge "$(sum | wc -c)" ] && echo 'nothing is missing'
goldpin run mini -q -t local:suites/smoke/pocket/pocket.gguf -o out > said || code=$?
field out/results.json '/trials/0' error
exit $code
--- stdout
$ pocket
$ sum() { i=0; while [ $i -lt 900 ]; do printf '%d + 1 and ' $i; i=$((i + 1)); done; printf '2 + 3'; }
$ mini "$(one_case a "$(sum)" 5)"
$ goldpin show mini a -t local:suites/smoke/pocket/pocket.gguf > shown
$ sed -n 's/^ *tokens: \(.*\)/[\1]/p' shown | goldpin model detokenize suites/smoke/pocket/pocket.gguf > prompt
$ tail -c 40 prompt | tr '\n' ' '; echo
7 + 1 and 898 + 1 and 899 + 1 and 2 + 3?
$ [ "$(wc -c < prompt)" -ge "$(sum | wc -c)" ] && echo 'nothing is missing'
nothing is missing
$ goldpin run mini -q -t local:suites/smoke/pocket/pocket.gguf -o out > said || code=$?
$ field out/results.json '/trials/0' error
10708 prompt tokens and 1 to generate do not fit the context of 256
$ exit $code
--- stderr
--- exit 3
