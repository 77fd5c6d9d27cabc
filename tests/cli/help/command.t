# help COMMAND is COMMAND --help, also where the name has two words.
goldpin help bless > a; goldpin bless --help | cmp - a && echo bless
goldpin help model logits > a; goldpin model logits --help | cmp - a && echo model logits
goldpin help model | head -n 1
--- stdout
$ goldpin help bless > a; goldpin bless --help | cmp - a && echo bless
bless
$ goldpin help model logits > a; goldpin model logits --help | cmp - a && echo model logits
model logits
$ goldpin help model | head -n 1
usage: goldpin model COMMAND [arguments]
--- stderr
--- exit 0
