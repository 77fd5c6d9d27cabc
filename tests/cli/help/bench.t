goldpin bench --help
--- stdout
usage: goldpin bench FILE

s.

Options:
  -h, --help                show this help and exit

Exit codes:
--- stderr
--- exit 0
