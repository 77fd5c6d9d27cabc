goldpin model inof x.gguf
--- stdout
$ goldpin model inof x.gguf
--- stderr
$ goldpin model inof x.gguf
goldpin: unknown command "model inof"; did you mean "model info"?
--- exit 2
