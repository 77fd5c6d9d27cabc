goldpin lint --help
--- stdout
$ goldpin lint --help
usage: goldpin lint SUITE...

check suites: schema, grader self-tests, null baselines.

Every example under examples.pass must pass its own graders and every one under
examples.fail must fail them. Passing ones are then broken (a number dropped, a
name changed, half cut off, …): a criterion that does not notice is a warning, and
the mutation score is the share that was noticed. A puzzle must have one solution
that the graders take. The null baselines tell what answers without knowledge
would score: none, an echo of the prompt, the best constant, "I don't know.", and
every expected text at once; with --pocket also those of the bundled model.

Options:
  --strict                  warnings are errors
  --all-errors              show every mistake in a suite file, not only the
                            first
  --pocket                  ask the bundled model too, as one more null baseline
  --allow-code              run code in examples against the tests of its case,
                            in the sandbox
  --allow-external          run programs of the suite that grade on its
                            examples, in the sandbox
  -h, --help                show this help and exit

Examples:
  goldpin lint suites/smoke

Exit codes:
  0    no errors (warnings are possible)
  2    an error in a suite; with --strict a warning too
--- stderr
--- exit 0
