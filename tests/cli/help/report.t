goldpin report --help
--- stdout
$ goldpin report --help
usage: goldpin report RUN... [options]

render reports again; several runs give head-to-head tables.

RUN is a bundle or a results.json. The bundle itself is not changed.

Options:
  --markdown FILE           write the markdown to FILE instead of standard
                            output
  --junit FILE              write JUnit XML of a single run to FILE
  -h, --help                show this help and exit

Examples:
  goldpin report reports/a reports/b > comparison.md

Exit codes:
  0    rendered
  2    RUN is no bundle, or is damaged
  3    the file system refused
--- stderr
--- exit 0
