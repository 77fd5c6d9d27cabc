goldpin model info nowhere.gguf
--- stdout
$ goldpin model info nowhere.gguf
--- stderr
$ goldpin model info nowhere.gguf
goldpin: cannot open nowhere.gguf: No such file or directory
--- exit 2
