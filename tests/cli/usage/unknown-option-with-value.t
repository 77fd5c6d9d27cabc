goldpin run --trgaet=local:x.gguf x
--- stdout
$ goldpin run --trgaet=local:x.gguf x
--- stderr
$ goldpin run --trgaet=local:x.gguf x
goldpin: unknown option --trgaet=local:x.gguf; did you mean --target? (goldpin run --help lists all)
--- exit 2
