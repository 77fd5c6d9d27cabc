goldpin model score --help
--- stdout
$ goldpin model score --help
usage: goldpin model score FILE --prompt TEXT --continuation TEXT... [options]

how likely given continuations of a prompt are, and which is likeliest.

Natural logarithms of probabilities: the sum over the continuation's tokens, and
that per token and per byte, for sums favour short ones. A star marks the
likeliest of each column; greedy says whether it is what would be generated.
With --json also the tokens with their own logarithms, and the index of the best.

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
  --prompt TEXT             what stands in front; control tokens in it are
                            parsed, the model's BOS is added
  --prompt-file FILE        the same from a file, taken byte for byte
  --continuation TEXT       a text behind the prompt, with the space in front
                            that it has there; repeated: several
  --json                    print JSON
  -o, --output FILE         write to FILE instead of standard output
  -h, --help                show this help and exit

Examples:
  goldpin model score model.gguf --prompt 'The capital of France is' --continuation ' Paris' --continuation ' Rome'

Exit codes:
  0    done
  2    usage, or the input is invalid
  3    the file system refused, or the device broke
--- stderr
--- exit 0
