goldpin bless --help
--- stdout
$ goldpin bless --help
usage: goldpin bless RUN [--case GLOB]

accept a run's answers as goldens.

Copies the candidates in RUN/pending to the golden folder. Refused when CI is set:
goldens are reviewed by people.

Options:
  --case GLOB               only cases whose id matches
  --golden DIR              accepted goldens; default golden
  -h, --help                show this help and exit

Examples:
  goldpin bless reports/smoke-20261120T093500Z

Exit codes:
  0    copied
  2    CI is set, nothing matches, or RUN is no bundle
  3    the file system refused
--- stderr
--- exit 0
