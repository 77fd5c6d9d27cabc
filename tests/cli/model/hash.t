pocket
goldpin model hash suites/smoke/pocket/pocket.gguf
sha256sum suites/smoke/pocket/pocket.gguf | cut -d' ' -f1
--- stdout
$ pocket
$ goldpin model hash suites/smoke/pocket/pocket.gguf
file    HEX
tensors HEX
$ sha256sum suites/smoke/pocket/pocket.gguf | cut -d' ' -f1
HEX
--- stderr
--- exit 0
