# One Q8_0 block: scale 1.0 and quants 1, 2, 3 and zeros.
{ printf '\000\074\001\002\003'; head -c 29 /dev/zero; } | goldpin model dequant --type Q8_0 | od -A n -t f4 | head -n 1
--- stdout
$ { printf '\000\074\001\002\003'; head -c 29 /dev/zero; } | goldpin model dequant --type Q8_0 | od -A n -t f4 | head -n 1
               1               2               3               0
--- stderr
--- exit 0
