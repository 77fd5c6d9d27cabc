goldpin model inof x.gguf
--- stdout
--- stderr
goldpin: unknown command "model inof"; did you mean "model info"?
--- exit 2
