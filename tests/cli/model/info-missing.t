goldpin model info nowhere.gguf
--- stdout
--- stderr
--- exit 0
