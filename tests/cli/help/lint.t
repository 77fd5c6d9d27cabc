goldpin lint --help
--- stdout
$ goldpin lint --help
usage: goldpin lint SUITE...

check suites: schema, grader self-tests, null baselines.

Every example under examples.pass must pass its own graders and every one under
examples.fail must fail them. The null baselines tell what an empty answer, an echo
of the prompt and the best constant would score; tried are expected answers,
passing examples, the smallest value of each schema, and refusals.

Options:
  -h, --help                show this help and exit

Examples:
  goldpin lint suites/smoke

Exit codes:
  0    no errors (warnings are possible)
  2    an error in a suite
--- stderr
--- exit 0
