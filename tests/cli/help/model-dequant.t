goldpin model dequant --help
--- stdout
$ goldpin model dequant --help
usage: goldpin model dequant --type TYPE < BLOCKS

raw blocks on standard input to raw little-endian f32.

Options:
  --type TYPE               tensor type of the blocks: F16, Q8_0, Q4_K, ...
  -o, --output FILE         write to FILE instead of standard output
  -h, --help                show this help and exit

Examples:
  goldpin model dequant --type Q8_0 < blocks.bin > values.f32

Exit codes:
  0    done
  2    usage, or the input is invalid
  3    the file system refused, or the device broke
--- stderr
--- exit 0
