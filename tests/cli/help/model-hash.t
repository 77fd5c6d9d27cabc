goldpin model hash --help
--- stdout
$ goldpin model hash --help
usage: goldpin model hash FILE

SHA-256 of a GGUF file, and of its tensor data alone.

The first is what weights_sha256 pins: of a model in several files, over the
digests of its parts, which follow. The second stays the same when only
metadata changes.

Options:
  -o, --output FILE         write to FILE instead of standard output
  -h, --help                show this help and exit

Examples:
  goldpin model hash model.gguf

Exit codes:
  0    done
  2    usage, or the input is invalid
  3    the file system refused, or the device broke
--- stderr
--- exit 0
