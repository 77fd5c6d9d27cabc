goldpin bless --help
--- stdout
$ goldpin bless --help
usage: goldpin bless RUN [--case GLOB] [--failing] [--dry-run]

accept a run's answers as goldens.

Copies the candidates in RUN/pending to the golden folder and lists each with its
verdict. A case with a failing answer is left out unless --failing is given or its
golden accepts that answer already. Refused when CI is set, but for --dry-run:
goldens are reviewed by people.

Options:
  --case GLOB               only cases whose id matches
  --failing                 accept failing answers too: they become known
                            failures
  --dry-run                 list what would be accepted, and write nothing
  --golden DIR              accepted goldens; default: golden here, else beside
                            the suite
  -h, --help                show this help and exit

Examples:
  goldpin bless reports/smoke-20261120T093500Z

Exit codes:
  0    all that was asked for is accepted
  1    failing answers were left out; the passing ones are accepted
  2    CI is set, nothing matches, or RUN is no bundle
  3    the file system refused
--- stderr
--- exit 0
