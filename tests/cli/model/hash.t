pocket
goldpin model hash suites/smoke/pocket/pocket.gguf
sha256sum suites/smoke/pocket/pocket.gguf | cut -d' ' -f1
--- stdout
file    HEX
tensors HEX
HEX
--- stderr
--- exit 0
