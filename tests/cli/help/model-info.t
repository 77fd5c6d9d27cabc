goldpin model info --help
--- stdout
$ goldpin model info --help
usage: goldpin model info FILE [options]

what a GGUF file holds.

Options:
  --json                    print JSON
  -o, --output FILE         write to FILE instead of standard output
  -h, --help                show this help and exit

Examples:
  goldpin model info model.gguf

Exit codes:
  0    done
  2    usage, or the input is invalid
  3    the file system refused, or the device broke
--- stderr
--- exit 0
