goldpin doctor --help
--- stdout
$ goldpin doctor --help
usage: goldpin doctor [--clear-cache]

what is installed, what works, what is missing and how to get it.

Options:
  --clear-cache             remove the compiled kernels that are kept; the next
                            run makes them again
  -h, --help                show this help and exit

Examples:
  goldpin doctor

Exit codes:
  0    everything that local runs need is there
  3    something is missing
--- stderr
--- exit 0
