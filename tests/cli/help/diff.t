goldpin diff --help
--- stdout
$ goldpin diff --help
usage: goldpin diff A [B]

compare two runs, or a run and goldens, case by case.

A is a run (a bundle, a results.json, or git:REF[:PATH]); B is a run or, where A is a
bundle, a folder of goldens. Without B: the goldens of the run, in golden here or
beside its suite.

Options:
  -h, --help                show this help and exit

Examples:
  goldpin diff reports/a reports/b
  goldpin diff reports/a golden

Exit codes:
  0    nothing differs
  1    something differs
  2    A or B cannot be read, or is no such thing
--- stderr
--- exit 0
