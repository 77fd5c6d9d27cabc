printf 'abc' | goldpin model dequant --type Q8_0
--- stdout
$ printf 'abc' | goldpin model dequant --type Q8_0
--- stderr
$ printf 'abc' | goldpin model dequant --type Q8_0
goldpin: standard input has 3 bytes, no multiple of the 34 bytes of a Q8_0 block
--- exit 2
