# Perplexity of a text: the same number in every batch, cut into windows in both usual ways.
pocket
file=suites/smoke/pocket/pocket.gguf
for i in 1 2 3 4 5 6 7 8 9; do echo "Line $i of a text that is made of lines, and line $i ends here."; done > text
goldpin ppl $file --text text --window 64
for threads in 1 2; do goldpin ppl $file --text text --window 64 --threads $threads --json | field - '/models/*' log_probs_sha256; done | uniq | wc -l
goldpin ppl $file --text text --window 64 --json | field - '/models/*' log_probs_sha256 | cut -c 1-8
goldpin ppl $file --text text --window 64 --stride 16 --json | field - '' tokens predicted windows stride
# Each token but the first once, by hand: what model logits says of the first window.
head -c 19 text > start
goldpin ppl $file --text start --window 200 --stride 1 --json | field - '/models/*/cost' mean
goldpin model logits $file --tokens "$(goldpin model tokenize $file --bos < start | tr -d '[] \n')" --json | field - '/positions/*/next_log_prob' | awk '$1 != "null" { n++; s -= $1 } END { printf "%.12f\n", s / n }'
goldpin ppl $file --text text | sed -n 3p
goldpin ppl $file --text none || echo "exit $?"
goldpin ppl $file || echo "exit $?"
echo short > short
goldpin ppl $file --text short || echo "exit $?"
goldpin ppl $file --text text --window 16 --stride 16 || echo "exit $?"
goldpin ppl $file --text text --window 100000 || echo "exit $?"
--- stdout
$ pocket
$ file=suites/smoke/pocket/pocket.gguf
$ for i in 1 2 3 4 5 6 7 8 9; do echo "Line $i of a text that is made of lines, and line $i ends here."; done > text
$ goldpin ppl $file --text text --window 64
perplexity  7998.3191 ± 3139.7841  (standard error with tokens taken as independent, as other tools print it)
-ln P       8.98699 per token, 95% interval 8.66639 to 9.30758 by windows
text        558 tokens, of which 248 are predicted, in 8 windows of 64 side by side (each predicts its later half)
digest      sha256:HEX  (of ln P of every predicted token)
$ for threads in 1 2; do goldpin ppl $file --text text --window 64 --threads $threads --json | field - '/models/*' log_probs_sha256; done | uniq | wc -l
1
$ goldpin ppl $file --text text --window 64 --json | field - '/models/*' log_probs_sha256 | cut -c 1-8
bed680c7
$ goldpin ppl $file --text text --window 64 --stride 16 --json | field - '' tokens predicted windows stride
558 557 32 16
$ head -c 19 text > start
$ goldpin ppl $file --text start --window 200 --stride 1 --json | field - '/models/*/cost' mean
9.923028992142289
$ goldpin model logits $file --tokens "$(goldpin model tokenize $file --bos < start | tr -d '[] \n')" --json | field - '/positions/*/next_log_prob' | awk '$1 != "null" { n++; s -= $1 } END { printf "%.12f\n", s / n }'
9.923028992142
$ goldpin ppl $file --text text | sed -n 3p
text        558 tokens, of which 254 are predicted, in 2 windows of 256 side by side (each predicts its later half)
$ goldpin ppl $file --text none || echo "exit $?"
exit 2
$ goldpin ppl $file || echo "exit $?"
exit 2
$ echo short > short
$ goldpin ppl $file --text short || echo "exit $?"
exit 2
$ goldpin ppl $file --text text --window 16 --stride 16 || echo "exit $?"
exit 2
$ goldpin ppl $file --text text --window 100000 || echo "exit $?"
exit 2
--- stderr
$ goldpin ppl $file --text none || echo "exit $?"
goldpin: cannot open none: No such file or directory
$ goldpin ppl $file || echo "exit $?"
goldpin: --text is missing: the file with the text that is to be predicted
$ goldpin ppl $file --text short || echo "exit $?"
goldpin: the text has 6 tokens, which is too short for a window of 256
$ goldpin ppl $file --text text --window 16 --stride 16 || echo "exit $?"
goldpin: a stride of 16 must be less than the window, which has 16 tokens
$ goldpin ppl $file --text text --window 100000 || echo "exit $?"
goldpin: --window 100000 is more than the context of suites/smoke/pocket/pocket.gguf, which is 256
--- exit 0
