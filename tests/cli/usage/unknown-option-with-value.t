goldpin run --trgaet=local:x.gguf x
--- stdout
--- stderr
--- exit 0
