# Given continuations of a prompt: the sum of what model logits says of each token, per token and per byte, and the likeliest.
pocket
file=suites/smoke/pocket/pocket.gguf
printf '<|user|>What is 2 + 3?<|assistant|>' > chat
goldpin model score $file --prompt-file chat --continuation five --continuation seventeen --continuation 5
goldpin model score $file --prompt-file chat --continuation 17 --continuation 5 --json > score.json
field score.json /best log_prob per_token per_byte
field score.json '/continuations/*' text greedy log_prob per_token per_byte
# By hand: the logits of the whole text.
ids=$( (cat chat; printf 17) | goldpin model tokenize $file --special --bos | tr -d '[] \n')
goldpin model logits $file --tokens "$ids" --json | field - '/positions/*/next_log_prob' | grep -v null | tail -n 2
field score.json '/continuations/0/log_probs/*'
for threads in 1 2; do goldpin model score $file --prompt-file chat --continuation five --continuation 5 --threads $threads --batch $threads --json | cksum; done | uniq | wc -l
# Together or alone: the same.
for text in seventeen 5; do goldpin model score $file --prompt-file chat --continuation $text | tail -n 1; done
goldpin model score $file --prompt '' --continuation b || echo "exit $?"
goldpin model score $file --prompt a --continuation '' || echo "exit $?"
goldpin model score $file --prompt a || echo "exit $?"
goldpin model score $file --continuation a || echo "exit $?"
goldpin model score $file --prompt a --prompt-file chat --continuation a || echo "exit $?"
goldpin model score none.gguf --prompt a --continuation a || echo "exit $?"
--- stdout
$ pocket
$ file=suites/smoke/pocket/pocket.gguf
$ printf '<|user|>What is 2 + 3?<|assistant|>' > chat
$ goldpin model score $file --prompt-file chat --continuation five --continuation seventeen --continuation 5
        ln P    per token     per byte  tokens  greedy  continuation
   -35.5110      -8.8777      -8.8777        4  no      "five"
   -98.8407     -10.9823     -10.9823        9  no      "seventeen"
    -0.2449*     -0.2449*     -0.2449*       1  yes     "5"
$ goldpin model score $file --prompt-file chat --continuation 17 --continuation 5 --json > score.json
$ field score.json /best log_prob per_token per_byte
1 1 1
$ field score.json '/continuations/*' text greedy log_prob per_token per_byte
17 false -43.090539385456 -21.545269692728 -21.545269692728
5 true -0.24490160511090053 -0.24490160511090053 -0.24490160511090053
$ ids=$( (cat chat; printf 17) | goldpin model tokenize $file --special --bos | tr -d '[] \n')
$ goldpin model logits $file --tokens "$ids" --json | field - '/positions/*/next_log_prob' | grep -v null | tail -n 2
-21.78615660236432
-21.304382783091683
$ field score.json '/continuations/0/log_probs/*'
-21.78615660236432
-21.304382783091683
$ for threads in 1 2; do goldpin model score $file --prompt-file chat --continuation five --continuation 5 --threads $threads --batch $threads --json | cksum; done | uniq | wc -l
1
$ for text in seventeen 5; do goldpin model score $file --prompt-file chat --continuation $text | tail -n 1; done
   -98.8407*    -10.9823*    -10.9823*       9  no      "seventeen"
    -0.2449*     -0.2449*     -0.2449*       1  yes     "5"
$ goldpin model score $file --prompt '' --continuation b || echo "exit $?"
exit 2
$ goldpin model score $file --prompt a --continuation '' || echo "exit $?"
exit 2
$ goldpin model score $file --prompt a || echo "exit $?"
exit 2
$ goldpin model score $file --continuation a || echo "exit $?"
exit 2
$ goldpin model score $file --prompt a --prompt-file chat --continuation a || echo "exit $?"
exit 2
$ goldpin model score none.gguf --prompt a --continuation a || echo "exit $?"
exit 2
--- stderr
$ goldpin model score $file --prompt '' --continuation b || echo "exit $?"
goldpin: continuation "b": the prompt has no tokens, so nothing predicts the first one behind it
$ goldpin model score $file --prompt a --continuation '' || echo "exit $?"
goldpin: continuation "": the continuation adds no token to the prompt
$ goldpin model score $file --prompt a || echo "exit $?"
goldpin: --continuation is missing: a text to score behind the prompt
$ goldpin model score $file --continuation a || echo "exit $?"
goldpin: give either --prompt or --prompt-file
$ goldpin model score $file --prompt a --prompt-file chat --continuation a || echo "exit $?"
goldpin: give either --prompt or --prompt-file
$ goldpin model score none.gguf --prompt a --continuation a || echo "exit $?"
goldpin: cannot open none.gguf: No such file or directory
--- exit 0
