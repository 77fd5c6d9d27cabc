goldpin model detokenize --help
--- stdout
$ goldpin model detokenize --help
usage: goldpin model detokenize FILE < IDS

a JSON array of token ids on standard input to bytes.

Options:
  --special                 show the text of control tokens too
  -o, --output FILE         write to FILE instead of standard output
  -h, --help                show this help and exit

Examples:
  echo '[72, 105]' | goldpin model detokenize model.gguf

Exit codes:
  0    done
  2    usage, or the input is invalid
  3    the file system refused, or the device broke
--- stderr
--- exit 0
