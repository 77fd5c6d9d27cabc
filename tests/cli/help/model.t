# The group shows its own commands.
goldpin model --help
goldpin model -h | head -n 1
goldpin help model | head -n 1
--- stdout
$ goldpin model --help
usage: goldpin model COMMAND [arguments]

What a GGUF file is and what the engine makes of it, as plumbing for scripts.

Commands:
  model info                what a GGUF file holds
  model estimate            bytes for weights, key-value cache and scratch, and
                            where they fit
  model hash                SHA-256 of a GGUF file, and of its tensor data alone
  model tokenize            text on standard input to a JSON array of token ids
  model detokenize          a JSON array of token ids on standard input to bytes
  model template            render a chat template
  model logits              logits of every position: raw little-endian f32, or
                            JSON
  model score               how likely given continuations of a prompt are, and
                            which is likeliest
  model generate            continue a prompt: text, or JSON with tokens, logits
                            digest, timings
  model dequant             raw blocks on standard input to raw little-endian
                            f32

goldpin model COMMAND --help tells more.
$ goldpin model -h | head -n 1
usage: goldpin model COMMAND [arguments]
$ goldpin help model | head -n 1
usage: goldpin model COMMAND [arguments]
--- stderr
--- exit 0
