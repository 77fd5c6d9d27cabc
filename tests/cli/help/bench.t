goldpin bench --help
--- stdout
$ goldpin bench --help
usage: goldpin bench FILE.gguf [options]

prompt and generation speed against the bandwidth measured in the same run.

Figures of noisy machines compare as ratios only: bandwidth ratio is the share of the
device's read bandwidth that decoding uses.

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
  --rounds N                measure N times and take the median; default 3
  --json                    print JSON
  -o, --output FILE         write to FILE instead of standard output
  -h, --help                show this help and exit

Examples:
  goldpin bench model.gguf
  goldpin bench model.gguf --json --threads 1

Exit codes:
  0    measured
  2    usage, or the file is invalid
  3    the device broke
--- stderr
--- exit 0
