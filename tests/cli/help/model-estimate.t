goldpin model estimate --help
--- stdout
$ goldpin model estimate --help
usage: goldpin model estimate FILE [options]

bytes for weights, key-value cache and scratch, and where they fit.

Nothing is loaded. "fits" is up to 85% of a memory, "tight" up to all of it.

Options:
  --context N               most tokens of one conversation; default the smaller
                            of the file's and 4096
  --kv f32|f16              number format of the key-value cache; default f32
  --batch N                 prompt tokens evaluated in one step; default 128
  --slots N                 trials decoded together; default 4, as for run
  --json                    print JSON
  -o, --output FILE         write to FILE instead of standard output
  -h, --help                show this help and exit

Examples:
  goldpin model estimate model.gguf --context 8192 --kv f16

Exit codes:
  0    estimated
  2    usage, or the file is invalid
  3    the OpenCL platform broke
--- stderr
--- exit 0
