goldpin model logits --help
--- stdout
$ goldpin model logits --help
usage: goldpin model logits FILE --tokens 1,2,3 [options]

logits of every position: raw little-endian f32, or JSON.

Raw output has the shape [tokens, vocabulary]. With --json: the digest of these bytes,
the five largest logits of each position, and next_log_prob: the natural
logarithm of the probability of the token given next (null at the end).

Engine:
  --device N|NAME|auto      OpenCL device: number or part of a name from goldpin
                            topo; auto takes the CPU
  --threads N               compute threads of a CPU device; default one for
                            each physical core
  --pin SET|auto|none       processing units to bind threads to, such as 0-3,8;
                            default auto
  --context N               most tokens of one conversation; default the smaller
                            of the file's and 4096
  --kv f32|f16              number format of the key-value cache; default f32
  --batch N                 prompt tokens evaluated in one step; changes no
                            result
  --slots N                 trials decoded together; changes no result
  --work-group N            local size of portable kernels; changes no result
  --no-draft                token by token: nothing guessed ahead from the
                            conversation itself; changes no result

Options:
  --tokens IDS              token ids separated by commas, taken as they are
  --json                    print JSON
  -o, --output FILE         write to FILE instead of standard output
  -h, --help                show this help and exit

Examples:
  goldpin model logits model.gguf --tokens 1,2,3 --json

Exit codes:
  0    done
  2    usage, or the input is invalid
  3    the file system refused, or the device broke
--- stderr
--- exit 0
