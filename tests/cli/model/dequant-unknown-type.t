goldpin model dequant --type Q9_9 < /dev/null
--- stdout
--- stderr
--- exit 0
