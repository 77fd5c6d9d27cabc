goldpin model inof x.gguf
--- stdout
--- stderr
--- exit 0
