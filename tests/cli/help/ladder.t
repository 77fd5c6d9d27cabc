goldpin ladder --help
--- stdout
$ goldpin ladder --help
usage: goldpin ladder REFERENCE.gguf OTHER.gguf... (--text FILE | --suite SUITE) [options]

what quantization costs: files of one model against a reference.

All files are open at once, and read the text in step or are asked the suite's
cases. goldpin help quantization explains the columns.

Engine:
  --device N|NAME|auto      OpenCL device: number or part of a name from goldpin
                            topo; auto takes the CPU
  --threads N               compute threads of a CPU device; default one for
                            each physical core
  --pin SET|auto|none       processing units to bind threads to, such as 0-3,8;
                            default auto
  --kv f32|f16              number format of the key-value cache; default f32

Options:
  --text FILE               the text to predict, taken byte for byte
  --window N                tokens in a window, each read anew; default 512, or
                            all that the model has room for
  --stride N                windows begin N tokens apart and each predicts what
                            none before did; default: side by side, each
                            predicting its later half
  --svg FILE                write the divergences as a chart to FILE
  --suite SUITE             the suite to run with each file, in place of a text
  --repeat N                ask each case of the suite N times; default 1
  --bundle DIR              folder for the run of the suite; default
                            reports/SUITE-TIME
  --margin X                a difference whose whole interval is smaller is
                            called equal: nats of a text, mean score of a suite;
                            default 0
  --json                    print JSON
  -o, --output FILE         write to FILE instead of standard output
  -h, --help                show this help and exit

Examples:
  goldpin ladder model-F16.gguf model-Q8_0.gguf model-Q4_K_M.gguf --text wiki.test.raw --svg ladder.svg
  goldpin ladder model-F16.gguf model-Q4_K_M.gguf --suite suites/smoke --repeat 3

Exit codes:
  0    measured
  2    usage, or the input is invalid
  3    the file system refused, or the device broke
  130  interrupted; of a suite, finished trials are in its bundle
--- stderr
--- exit 0
