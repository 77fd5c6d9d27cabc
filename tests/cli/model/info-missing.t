goldpin model info nowhere.gguf
--- stdout
--- stderr
goldpin: cannot open nowhere.gguf: No such file or directory
--- exit 2
