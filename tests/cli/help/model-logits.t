goldpin model logits --help
--- stdout
--- stderr
--- exit 0
