goldpin model dequant --type Q9_9 < /dev/null
--- stdout
--- stderr
goldpin: unknown tensor type "Q9_9"
--- exit 2
