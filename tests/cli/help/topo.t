goldpin topo --help
--- stdout
$ goldpin topo --help
usage: goldpin topo [options]

show the machine, the OpenCL devices and the binding of a run.

Options:
  --threads N               compute threads to plan for; default one for each
                            physical core
  --pin SET|auto|none       processing units to plan for; default auto
  --json                    print JSON
  -o, --output FILE         write to FILE instead of standard output
  -h, --help                show this help and exit

Examples:
  goldpin topo
  goldpin topo --json --pin 0-3

Exit codes:
  0    shown
  2    a PU that does not exist or is not allowed
  3    the topology cannot be read
--- stderr
--- exit 0
