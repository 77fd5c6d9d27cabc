goldpin --help
--- stdout
$ goldpin --help
usage: goldpin COMMAND [arguments]

goldpin evaluates language models and can prove what it measured: it runs suites
on local GGUF models (OpenCL) and remote models, grades the answers, compares
them with golden files, writes JUnit XML and markdown, and gates CI.

Commands:
  init                      write a small suite to begin with
  list                      the cases of suites, and what each asks for
  show                      a case as it would be asked, or a trial as it went
  run                       run suites, grade, diff against goldens, report,
                            gate
  diff                      compare two runs, or a run and goldens, case by case
  bless                     accept a run's answers as goldens
  report                    render reports again; several runs give head-to-head
                            tables
  verify                    audit a bundle: files, journal, verdicts, and local
                            answers asked again
  audit                     what results of another tool can and cannot support
  attest                    state a bundle's results in in-toto, SLSA and
                            CycloneDX forms, signed
  merge                     merge the shards of a run into the bundle of the
                            whole
  history add               collect runs in a history
  history list              the runs of a history, oldest first
  history trend             pass rates over time, and the runs that brought a
                            change
  lint                      check suites: schema, grader self-tests, null
                            baselines
  import                    make a suite of another tool's file
  plan                      how many cases a difference needs, what these can
                            show, what it costs
  topo                      show the machine, the OpenCL devices and the binding
                            of a run
  doctor                    what is installed, what works, what is missing and
                            how to get it
  bench                     prompt and generation speed against the bandwidth
                            measured in the same run
  ppl                       perplexity of a text
  ladder                    what quantization costs: files of one model against
                            a reference
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
  help                      print a guide, or the help of a command

Guides (goldpin help TOPIC):
  architectures             the layers of every architecture, exactly
  arithmetic                the local engine's arithmetic, exactly
  auditing                  what results of other tools can and cannot support
  ci                        a job that goes red when answers get worse
  composites                targets made of targets (route, fallback, refine)
  debugging                 why an answer is wrong
  determinism               what is the same bit for bit, and what is not
  environments              cold, warm, sustained and recovering targets
  evidence                  verdicts that need a program run, and the sandbox
  formats                   what a run leaves behind, and what the files hold
  gate                      what turns a run red, and how it is compared with an
                            earlier one
  goldens                   accepted answers, and what becomes of a change
  graders                   how an answer is graded, and how the graders are
                            tested
  history                   runs over time, and when it became worse
  importing                 suites of other tools
  judges                    another model's verdict, and when it counts
  models                    GGUF files, the engine's options, and commands to
                            look inside
  pins                      facts that must hold before a run starts
  quantization              perplexity, and what a smaller file costs
  recording                 replays of runs, raw recordings, answers of other
                            tools
  reports                   the page of a run, its charts, and which report is
                            for whom
  retries                   further attempts, limits of time and rate, and money
  running                   which cases, how often, how many at once, and going
                            on
  scale                     one run in parts, on many machines
  statistics                what intervals, verdicts and plans mean, and how
                            they are computed
  suites                    cases, what they ask and what they need
  targets                   what answers, where it is and how it is asked
  verifying                 what a bundle proves, and how to check one

Options:
  --version                 show the version and exit
  -h, --help                show this help and exit

goldpin COMMAND --help tells more.
Exit codes: 0 gate passed, 1 gate failed, 2 usage or invalid input or a pin that
does not hold, 3 infrastructure broke, 130 interrupted.
--- stderr
--- exit 0
