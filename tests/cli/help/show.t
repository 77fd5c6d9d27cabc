goldpin show --help
--- stdout
$ goldpin show --help
usage: goldpin show SUITE CASE [-t TARGET] | RUN TRIAL [options]

a case as it would be asked, or a trial as it went.

Nothing is asked. Of a case: messages, tools, sampling and limits with where each
value comes from, the seed, graders, and their verdicts on the examples; for each
target the request body, or the rendered prompt and its tokens. Of a trial in the
bundle RUN: messages, replies, criteria, golden, evidence, and the command that
judges the answer again. TRIAL is a trial's id, or a case's that has one trial.

Of a case:
  -t, --target TARGET       as of goldpin run; repeated: each of them; default
                            those that it would ask
  -c, --config FILE         targets file; default ./goldpin.json or
                            ./goldpin.yaml
  --env-file FILE           as of goldpin run, for base URLs; keys are never
                            shown

Of a trial:
  --golden DIR              accepted goldens; default those that the run
                            compared with

Options:
  --json                    print JSON
  -o, --output FILE         write to FILE instead of standard output
  -h, --help                show this help and exit

Examples:
  goldpin show suites/smoke sum-carry
  goldpin show reports/smoke-20261120T093500Z sum-carry

Exit codes:
  0    shown
  2    there is no such case or trial, or a file cannot be read
--- stderr
--- exit 0
