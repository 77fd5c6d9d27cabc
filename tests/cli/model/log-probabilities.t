pocket
file=suites/smoke/pocket/pocket.gguf
goldpin model generate $file --tokens 256,70,71 --ignore-eos -n 4 --json > made
tokens=$(sed -n '/"tokens"/,/]/p' made | tr -d ' \n' | sed 's/.*"tokens":\[\([^]]*\)\].*/\1/')
goldpin model logits $file --tokens "256,70,71,$tokens" --json | sed -n 's/.*"next_log_prob": //p' > given
sed -n '/"logprobs"/,/]/p' made | grep -o -e '-[0-9.e+-]*' > generated
wc -l < given
tail -n 1 given
tail -n 5 given | head -n 4 | cmp - generated && wc -l < generated
--- stdout
$ pocket
$ file=suites/smoke/pocket/pocket.gguf
$ goldpin model generate $file --tokens 256,70,71 --ignore-eos -n 4 --json > made
$ tokens=$(sed -n '/"tokens"/,/]/p' made | tr -d ' \n' | sed 's/.*"tokens":\[\([^]]*\)\].*/\1/')
$ goldpin model logits $file --tokens "256,70,71,$tokens" --json | sed -n 's/.*"next_log_prob": //p' > given
$ sed -n '/"logprobs"/,/]/p' made | grep -o -e '-[0-9.e+-]*' > generated
$ wc -l < given
7
$ tail -n 1 given
null
$ tail -n 5 given | head -n 4 | cmp - generated && wc -l < generated
4
--- stderr
--- exit 0
