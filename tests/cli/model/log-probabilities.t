pocket
file=suites/smoke/pocket/pocket.gguf
goldpin model generate $file --tokens 256,70,71 --ignore-eos -n 4 --json > made
tokens=$(field made '/tokens/*' | paste -sd ,)
goldpin model logits $file --tokens "256,70,71,$tokens" --json | field - '/positions/*/next_log_prob' > given
field made '/logprobs/*' > generated
wc -l < given
tail -n 1 given
tail -n 5 given | head -n 4 | cmp - generated && wc -l < generated
--- stdout
$ pocket
$ file=suites/smoke/pocket/pocket.gguf
$ goldpin model generate $file --tokens 256,70,71 --ignore-eos -n 4 --json > made
$ tokens=$(field made '/tokens/*' | paste -sd ,)
$ goldpin model logits $file --tokens "256,70,71,$tokens" --json | field - '/positions/*/next_log_prob' > given
$ field made '/logprobs/*' > generated
$ wc -l < given
7
$ tail -n 1 given
null
$ tail -n 5 given | head -n 4 | cmp - generated && wc -l < generated
4
--- stderr
--- exit 0
