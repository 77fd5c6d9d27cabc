goldpin model dequant --type Q9_9 < /dev/null
--- stdout
$ goldpin model dequant --type Q9_9 < /dev/null
--- stderr
$ goldpin model dequant --type Q9_9 < /dev/null
goldpin: unknown tensor type "Q9_9"
--- exit 2
