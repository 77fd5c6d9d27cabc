goldpin report --help
--- stdout
$ goldpin report --help
usage: goldpin report RUN... [options]

render reports again; several runs give head-to-head tables.

RUN is a bundle, a results.json, or git:REF[:PATH], which is the results.json of a
commit (PATH: baseline/results.json). The bundle itself is not changed.

Options:
  --markdown FILE           write the markdown to FILE instead of standard
                            output
  --summary FILE            write markdown that fits a comment on a pull request
                            to FILE
  --html FILE               write a page for a browser to FILE
  --junit FILE              write JUnit XML of a single run to FILE
  --csv FILE                write a table with a row for each trial to FILE, as
                            CSV
  --turns FILE              write a table with a row for each turn of each
                            conversation to FILE, as CSV
  --eee FILE                write a record of Every Eval Ever for each target to
                            FILE, a line each
  --markdown-length summary|report|full
                            how much markdown: for a pull request, for a job
                            summary (the default), or all there is
  --junit-dialect strict|rich
                            JUnit XML as Jenkins' schema has it (the default),
                            or with what other consumers read besides
  --history FILE            add what this history says of the suites over time
                            (goldpin history)
  -h, --help                show this help and exit

Examples:
  goldpin report reports/a reports/b > comparison.md

Exit codes:
  0    rendered
  2    RUN is no bundle, or is damaged
  3    the file system refused
--- stderr
--- exit 0
