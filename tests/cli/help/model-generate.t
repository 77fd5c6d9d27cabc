goldpin model generate --help
--- stdout
$ goldpin model generate --help
usage: goldpin model generate FILE (--tokens 1,2,3 | --prompt-file F) [-n N] [options]

continue a prompt: text, or JSON with tokens, logits digest, timings.

With --json: tokens, text, how it ended, the digest of the logits, for each
choice the margin to the second best token, for each token the natural logarithm
of its probability before penalties and temperature (logprobs), and timings.

Sampling:
  --temperature T           0 (default) is greedy
  --top-k N                 only the N likeliest tokens
  --top-p P                 only the likeliest tokens that reach probability P
  --min-p P                 only tokens with at least P times the best one's
                            probability
  --repeat-penalty R        divides logits of tokens seen before; 1 is none
  --presence-penalty X      subtracted from logits of tokens seen before
  --frequency-penalty X     subtracted for every time a token was seen before
  --seed N                  seed of the draws; default 1

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
  --tokens IDS              token ids separated by commas, taken as they are (no
                            BOS is added)
  --prompt-file FILE        text of the prompt; control tokens in it are parsed,
                            the model's BOS is added
  -n, --n-predict N         most tokens to generate; default 128
  --ignore-eos              go on after end-of-reply tokens, and where the reply
                            only loops
  --json                    print JSON
  -o, --output FILE         write to FILE instead of standard output
  -h, --help                show this help and exit

Examples:
  goldpin model generate model.gguf --tokens 1,2,3 -n 16 --json

Exit codes:
  0    done
  2    usage, or the input is invalid
  3    the file system refused, or the device broke
--- stderr
--- exit 0
