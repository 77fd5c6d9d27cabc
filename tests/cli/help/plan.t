goldpin plan --help
--- stdout
$ goldpin plan --help
usage: goldpin plan SUITE... [--detect D] [options]

how many cases a difference needs, what these can show, what it costs.

Nothing is asked. For two targets that answer the same cases it tells how
many cases show a true difference of pass rates, and how small a difference the
cases at hand can show. It assumes what no run has measured yet, and says so; --from
takes pass rate, noise and costs from an earlier run. `goldpin help statistics` tells
what stands behind it.

What is assumed:
  --from RUN                take the numbers below, and costs, from the first
                            target of an earlier run
  --pass-rate P             share of cases that pass; default 0.8
  --discordance D           share of cases that one of two targets passes alone;
                            default P(1-P)
  --noise S                 share of the variance that repeats average away: 0
                            is greedy decoding; default 0.5
  --correlation R           of two cases of one cluster; default 0.5

What is fixed:
  --write FILE              fix suites, targets, repeats, the gate below and the
                            numbers above in FILE, for goldpin run --plan
  --fail-under RATE         as of goldpin run
  --max-errors N            as of goldpin run; default 0
  --strict                  as of goldpin run

Options:
  --detect D                the difference of pass rates that must not be
                            overlooked: 0.03 is 3 points
  --power P                 the chance that it is then shown; default 0.8
  --level L                 the chance of a false alarm; default 0.05
  --repeat N                answers to each case; default 1
  -t, --target TARGET       as of goldpin run, for the cost; default all of the
                            targets file
  -c, --config FILE         targets file; default ./goldpin.json or
                            ./goldpin.yaml
  --json                    print JSON
  -o, --output FILE         write to FILE instead of standard output
  -h, --help                show this help and exit

Examples:
  goldpin plan suites/smoke --detect 0.03 --power 0.8
  goldpin plan mine --detect 0.05 --repeat 4 --from reports/mine-20261120T093500Z

Exit codes:
  0    the plan is shown
  2    a suite, the targets file or RUN cannot be read
--- stderr
--- exit 0
