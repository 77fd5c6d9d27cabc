goldpin --help
--- stdout
usage: goldpin COMMAND [arguments]

goldpin evaluates language models and can prove what it measured: it runs suites
on local GGUF models (OpenCL) and remote models, grades the answers, compares
them with golden files, writes JUnit XML and markdown, and gates CI.

Commands:
  run                       run suites, grade, diff against goldens, report,
                            gate
  diff                      compare two runs, or a run and goldens, case by case
  bless                     accept a run's answers as goldens
  report                    render reports again; several runs give head-to-head
                            tables
  lint                      check suites: schema, grader self-tests, null
                            baselines
  topo                      show the machine, the OpenCL devices and the binding
                            of a run
  doctor                    what is installed, what works, what is missing and
                            how to get it
  bench                     prompt and generation speed against the bandwidth
                            measured in the same run
  model info                what a GGUF file holds
  model estimate            bytes for weights, key-value cache and scratch, and
                            where they fit
  model hash                SHA-256 of a GGUF file, and of its tensor data alone
  model tokenize            text on standard input to a JSON array of token ids
  model detokenize          a JSON array of token ids on standard input to bytes
  model template            render a chat template
  model logits              logits of every position: raw little-endian f32, or
                            JSON
  model generate            continue a prompt: text, or JSON with tokens, logits
                            digest, timings
  model dequant             raw blocks on standard input to raw little-endian
                            f32

Options:
  --version                 show the version and exit
  -h, --help                show this help and exit

goldpin COMMAND --help tells more.
Exit codes: 0 gate passed, 1 gate failed, 2 usage or invalid input or a pin that
does not hold, 3 infrastructure broke, 130 interrupted.
--- stderr
--- exit 0
