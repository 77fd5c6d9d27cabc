goldpin model tokenize --help
--- stdout
$ goldpin model tokenize --help
usage: goldpin model tokenize FILE < TEXT

text on standard input to a JSON array of token ids.

The text is taken byte for byte, a final line feed included.

Options:
  --special                 control tokens in the text become their ids; without
                            it they are plain text
  --bos                     add what the model asks for at the start (and end)
  -o, --output FILE         write to FILE instead of standard output
  -h, --help                show this help and exit

Examples:
  printf 'Hello' | goldpin model tokenize model.gguf --bos

Exit codes:
  0    done
  2    usage, or the input is invalid
  3    the file system refused, or the device broke
--- stderr
--- exit 0
