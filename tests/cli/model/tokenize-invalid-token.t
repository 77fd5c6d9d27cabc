pocket
echo '[1, 99999999]' | goldpin model detokenize suites/smoke/pocket/pocket.gguf
--- stdout
--- stderr
--- exit 0
