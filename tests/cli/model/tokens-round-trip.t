pocket
printf 'Copy: kcgwh\n<|x|> \303\251 \360\237\230\200' > text
goldpin model tokenize suites/smoke/pocket/pocket.gguf < text > ids
goldpin model detokenize suites/smoke/pocket/pocket.gguf < ids > back
cmp text back
--- stdout
$ pocket
$ printf 'Copy: kcgwh\n<|x|> \303\251 \360\237\230\200' > text
$ goldpin model tokenize suites/smoke/pocket/pocket.gguf < text > ids
$ goldpin model detokenize suites/smoke/pocket/pocket.gguf < ids > back
$ cmp text back
--- stderr
--- exit 0
