pocket
echo '[1, 99999999]' | goldpin model detokenize suites/smoke/pocket/pocket.gguf
--- stdout
$ pocket
$ echo '[1, 99999999]' | goldpin model detokenize suites/smoke/pocket/pocket.gguf
--- stderr
$ echo '[1, 99999999]' | goldpin model detokenize suites/smoke/pocket/pocket.gguf
goldpin: standard input:1:5: a token id is 99999999, but must be from 0 to 271
--- exit 2
