head -c 1000 "$ROOT/suites/smoke/pocket/pocket.gguf" > x.gguf
goldpin model info x.gguf
--- stdout
--- stderr
--- exit 0
