head -c 1000 "$ROOT/suites/smoke/pocket/pocket.gguf" > x.gguf
goldpin model info x.gguf
--- stdout
$ head -c 1000 "$ROOT/suites/smoke/pocket/pocket.gguf" > x.gguf
$ goldpin model info x.gguf
--- stderr
$ goldpin model info x.gguf
goldpin: x.gguf: header (offset 8): 56 tensors: more than fit into the file or than the limit of 65536
--- exit 2
