pocket
goldpin model info suites/smoke/pocket/pocket.gguf
--- stdout
$ pocket
$ goldpin model info suites/smoke/pocket/pocket.gguf
file            pocket.gguf
name            goldpin pocket
architecture    llama
parameters      2708928
quantization    Q8_0 (Q8_0 99.7%, F32 0.3%)
size            2894272 bytes, GGUF version 3, 2885568 bytes of weights
shape           6 layers, 192 wide, 6 heads (6 for keys and values) of 32, feed-forward 512
context         256 tokens
vocabulary      272 entries, tokenizer gpt2/gpt-2, bos 256, eos 257
chat template   yes
sha256          HEX (tensor data)
--- stderr
--- exit 0
