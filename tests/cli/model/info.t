pocket
goldpin model info suites/smoke/pocket/pocket.gguf
--- stdout
--- stderr
--- exit 0
