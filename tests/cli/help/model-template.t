goldpin model template --help
--- stdout
$ goldpin model template --help
usage: goldpin model template (FILE | --template T.jinja) --vars V.json

render a chat template.

A template that raises, takes an attribute of an undefined value, mixes types or
calls what the sandbox forbids ends with exit code 2 and a message.

Options:
  --template FILE           Jinja source instead of that of a GGUF file
  --vars FILE               JSON object: messages, add_generation_prompt, tools
                            and other variables
  --date YYYY-MM-DD         what strftime_now sees as today; default
                            SOURCE_DATE_EPOCH where set, else 2024-07-26
  -o, --output FILE         write to FILE instead of standard output
  -h, --help                show this help and exit

Examples:
  goldpin model template model.gguf --vars messages.json

Exit codes:
  0    done
  2    usage, or the input is invalid
  3    the file system refused, or the device broke
--- stderr
--- exit 0
