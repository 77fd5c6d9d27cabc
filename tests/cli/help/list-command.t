goldpin list --help
--- stdout
$ goldpin list --help
usage: goldpin list SUITE... [options]

the cases of suites, and what each asks for.

Nothing is asked. goldpin show SUITE CASE shows one of them whole.

Options:
  --filter GLOB             only cases whose id matches; repeated: any of them
  --tag T                   only cases with this tag; repeated: any of them
  --json                    print JSON
  -o, --output FILE         write to FILE instead of standard output
  -h, --help                show this help and exit

Examples:
  goldpin list suites/smoke --tag quick

Exit codes:
  0    listed
  2    a suite cannot be read, or nothing is selected
--- stderr
--- exit 0
