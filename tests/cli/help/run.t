goldpin run --help
--- stdout
$ goldpin run --help
usage: goldpin run SUITE... [options]

run suites, grade, diff against goldens, report, gate.

A suite is a folder with suite.json, or the file itself. Every trial is saved the
moment it ends; an interrupted run goes on with --resume.

Environments: cold starts each target as freshly as can be arranged before each
trial, one trial at a time; warm sends one priming prompt first; sustained does
that and then keeps --jobs trials in flight, the cases in rounds; recovery sends
a request that must fail before each trial. The report says what each meant.

What is run:
  -t, --target TARGET       [NAME=]PROVIDER:MODEL[@BASE_URL] or a name of the
                            targets file; may be repeated; default the bundled
                            pocket model
  -c, --config FILE         targets file; default ./goldpin.json or
                            ./goldpin.yaml
  --filter GLOB             only cases whose id matches or, with '/' in GLOB,
                            trials: SUITE/CASE/TARGET/REPEAT; repeated: any of
                            them
  --tag T                   only cases with this tag; repeated: any of them
  --limit N                 at most N cases
  --shard K/N               part K of N of the trials, by their ids; goldpin
                            merge joins them
  --repeat N                ask every case N times; default 1
  --seed N                  seed that every trial's own seed is derived from;
                            default the suite's, else 1
  --resume DIR              go on with an interrupted run; suites and targets
                            may be left out; a missing folder begins one
  --retry-errors            with --resume: ask again what broke for reasons
                            outside the model; both attempts stay in the bundle
  --replay PATH             answer from the bundle of an earlier run, from a
                            recording (for remote targets), or from a results
                            file of promptfoo or Inspect; nothing remote is
                            asked live
  --dry-run                 check suites and options, show what would run, and
                            stop

What is left behind:
  -o, --output DIR          the bundle; default reports/<suite>-<UTC time>; must
                            be empty or missing
  --record DIR              keep the raw exchanges with remote targets, without
                            keys, for --replay; must be empty or missing
  --junit FILE              a copy of junit.xml
  --markdown FILE           a copy of report.md
  --summary FILE            a copy of summary.md
  --html FILE               a copy of report.html
  --csv FILE                write a table with a row for each trial to FILE, as
                            CSV
  --turns FILE              write a table with a row for each turn of each
                            conversation to FILE, as CSV
  --eee FILE                write a record of Every Eval Ever for each target to
                            FILE, a line each
  --junit-dialect strict|rich
                            junit.xml as Jenkins' schema has it (the default),
                            or with what other consumers read besides

Gate:
  --plan FILE               what goldpin plan --write fixed before the run; what
                            the run does otherwise stands in the report
  --golden DIR              accepted goldens; default: golden here, else beside
                            the suite
  --gate FILE               rules as JSON; default key gate of the targets file;
                            options win over them
  --baseline RUN            compare with an earlier run, which then decides
                            instead of every trial: a bundle, a results.json, or
                            git:REF[:PATH]; PATH is baseline/results.json
  --regression significant|any|margin
                            what of a baseline turns the gate red; default
                            significant
  --margin SHARE            with --regression margin: how far the mean score may
                            drop, 0.02 for two points
  --inconclusive pass|warn|fail
                            what becomes of a comparison that cannot decide;
                            default warn
  --must-pass GLOB          cases that must pass: a case id, SUITE/CASE or trial
                            id; may be repeated
  --fail-under RATE         pass rate from 0 to 1 that decides instead of every
                            trial
  --max-errors N            trials that may end in error before there is no
                            verdict; default 0
  --strict                  known failures count as failed

How:
  --allow-code              run generated code against the tests of its case, in
                            the sandbox; without it such trials are skipped
  --allow-external          run programs of the suite that grade, in the
                            sandbox; without it such trials are skipped
  -j, --jobs N              trials in flight; default 4
  --max-cost USD            never spend more on remote targets: what may not fit
                            is not sent
  --environment cold|warm|sustained|recovery
                            what is done to targets around their trials; default
                            nothing
  --env-file FILE           NAME=VALUE lines with keys; the environment wins
  --color auto|always|never colours; the default is auto: on a terminal, and not
                            with NO_COLOR or TERM=dumb
  --no-progress             no progress line on a terminal
  -q, --quiet               only errors and the verdict
  -v, --verbose             a line for every trial

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
  -h, --help                show this help and exit

Examples:
  goldpin run suites/smoke
  goldpin run suites/smoke -t local:model.gguf -t openai:m@http://127.0.0.1:PORT/v1
  goldpin run suites/smoke --replay reports/smoke-20261120T093500Z -o again

Exit codes:
  0    gate passed
  1    gate failed: a case, a golden or the pass rate
  2    usage, invalid input, or a pin that does not hold
  3    infrastructure: a target broke, so there is no verdict
  130  interrupted; finished trials are saved and --resume goes on
--- stderr
--- exit 0
