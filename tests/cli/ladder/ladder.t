# Files of one model against a reference: the same file loses nothing, one with a damaged layer does.
pocket
file=suites/smoke/pocket/pocket.gguf
cp $file same.gguf
cp $file worse.gguf
i=0
while [ $i -lt 40 ]; do
    printf '\177' | dd of=worse.gguf bs=1 seek=$((700000 + i * 34000)) conv=notrunc 2> /dev/null
    i=$((i + 1))
done
for i in 1 2 3 4 5 6 7 8 9; do echo "Line $i of a text that is made of lines, and line $i ends here."; done > text
goldpin ladder $file same.gguf worse.gguf --text text --window 64 --svg chart.svg | sed 's/| [0-9.]* |$/| SPEED |/'
goldpin ladder $file same.gguf worse.gguf --text text --window 64 --json > ladder.json
field ladder.json '/models/*' log_probs_sha256 | uniq | wc -l
field ladder.json '/models/*/against_reference' finding
field ladder.json '/neighbours/*' larger smaller larger_is
grep -c '<svg' chart.svg
goldpin ladder $file same.gguf --text text --window 64 --margin 0.5 | tail -n 1 | grep -o 'Equal: .* nats'
goldpin ladder $file --text text || echo "exit $?"
goldpin ladder $file text --text text || echo "exit $?"
goldpin ladder $file same.gguf --text text --window 64 --svg text/chart.svg > /dev/null || echo "exit $?"
goldpin ladder $file same.gguf --text text --window 64 --svg new/chart.svg > /dev/null && ls new
--- stdout
$ pocket
$ file=suites/smoke/pocket/pocket.gguf
$ cp $file same.gguf
$ cp $file worse.gguf
$ i=0
$ while [ $i -lt 40 ]; do ...
$ for i in 1 2 3 4 5 6 7 8 9; do echo "Line $i of a text that is made of lines, and line $i ends here."; done > text
$ goldpin ladder $file same.gguf worse.gguf --text text --window 64 --svg chart.svg | sed 's/| [0-9.]* |$/| SPEED |/'
# Quantization ladder on `text`

558 tokens, of which 248 are predicted, in 8 windows of 64 side by side (each predicts its later half).

| File | Type | Weights | Memory | Perplexity | Loss | Divergence | 99% of tokens below | Same first token | Against the reference | Tokens/s |
| :-- | :-- | --: | --: | --: | --: | --: | --: | --: | :-- | --: |
| `pocket.gguf` | Q8_0 | 2.9 MB | 5.0 MB | 7998.3191 ± 3139.7841 | – | – | – | – | reference | SPEED |
| `same.gguf` | Q8_0 | 2.9 MB | 5.0 MB | 7998.3191 ± 3139.7841 | +0.0000 [+0.0000, +0.0000] | 0.00000 [0.00000, 0.00000] | 0.00000 | 100.00% [100.00%, 100.00%] | equal | SPEED |
| `worse.gguf` | Q8_0 | 2.9 MB | 5.0 MB | 8054.3874 ± 3162.5755 | +0.0070 [-0.0118, +0.0258] | 0.00291 [0.00193, 0.00389] | 0.04187 | 98.39% [96.49%, 100.00%] | inconclusive | SPEED |

## Neighbours by size

How much farther from the reference the larger file is than the smaller one (divergence; below 0: it is closer).

| Larger | Smaller | Size | Difference | The larger is |
| :-- | :-- | --: | --: | :-- |
| `same.gguf` | `worse.gguf` | 1.00 (the same memory) | -0.0029 [-0.0039, -0.0019] | better |

Perplexity: exp of the mean of -ln P per token; ± is its standard error with tokens taken as independent, as other tools print it. Loss: by how much -ln P of a token is above the reference's. Divergence: Kullback-Leibler divergence from the reference, in nats per token. Same first token: both find the same token likeliest. In brackets: 95% intervals of the means over windows, not corrected for looking at several files. All but the speed is the same on every machine.
$ goldpin ladder $file same.gguf worse.gguf --text text --window 64 --json > ladder.json
$ field ladder.json '/models/*' log_probs_sha256 | uniq | wc -l
2
$ field ladder.json '/models/*/against_reference' finding
equal
inconclusive
$ field ladder.json '/neighbours/*' larger smaller larger_is
same.gguf worse.gguf better
$ grep -c '<svg' chart.svg
1
$ goldpin ladder $file same.gguf --text text --window 64 --margin 0.5 | tail -n 1 | grep -o 'Equal: .* nats'
Equal: the whole interval lies within ±0.5 nats
$ goldpin ladder $file --text text || echo "exit $?"
exit 2
$ goldpin ladder $file text --text text || echo "exit $?"
exit 2
$ goldpin ladder $file same.gguf --text text --window 64 --svg text/chart.svg > /dev/null || echo "exit $?"
exit 2
$ goldpin ladder $file same.gguf --text text --window 64 --svg new/chart.svg > /dev/null && ls new
chart.svg
--- stderr
$ goldpin ladder $file --text text || echo "exit $?"
goldpin: something is missing: goldpin ladder REFERENCE.gguf OTHER.gguf... (--text FILE | --suite SUITE) [options]
$ goldpin ladder $file text --text text || echo "exit $?"
goldpin: text: header (offset 0): not a GGUF file: it does not begin with "GGUF"
$ goldpin ladder $file same.gguf --text text --window 64 --svg text/chart.svg > /dev/null || echo "exit $?"
goldpin: cannot write text/chart.svg: text is no folder
--- exit 0
