printf 'abc' | goldpin model dequant --type Q8_0
--- stdout
--- stderr
--- exit 0
