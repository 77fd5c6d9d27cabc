# One refused value of each kind of option: they are all said by the same function. Of two, the first on the line is told.
for o in --limit=0 --limit=1e3 --threads=4097 --fail-under=nan --max-cost=-1 --environment=lukewarm --kv= --shard=2/1; do
    goldpin run x "$o" || :
done
goldpin model generate x --tokens 1 --top-p 1.01 || :
goldpin model generate x --tokens 1 --top-k -1 || :
goldpin model generate x --tokens 1 --repeat-penalty 0.005 || :
goldpin bench x --threads none --rounds 0 || :
goldpin run x --quiet=1 || :
goldpin bless x --golden
--- stdout
$ for o in --limit=0 --limit=1e3 --threads=4097 --fail-under=nan --max-cost=-1 --environment=lukewarm --kv= --shard=2/1; do ...
$ goldpin model generate x --tokens 1 --top-p 1.01 || :
$ goldpin model generate x --tokens 1 --top-k -1 || :
$ goldpin model generate x --tokens 1 --repeat-penalty 0.005 || :
$ goldpin bench x --threads none --rounds 0 || :
$ goldpin run x --quiet=1 || :
$ goldpin bless x --golden
--- stderr
$ for o in --limit=0 --limit=1e3 --threads=4097 --fail-under=nan --max-cost=-1 --environment=lukewarm --kv= --shard=2/1; do ...
goldpin: --limit is 0, but must be from 1 to 9223372036854775807
goldpin: --limit needs a whole number, not "1e3"
goldpin: --threads is 4097, but must be from 1 to 4096
goldpin: --fail-under needs a number from 0 to 1, not "nan"
goldpin: --max-cost needs a number from 0 to 1e+09, not "-1"
goldpin: --environment must be cold, warm, sustained or recovery, not "lukewarm"
goldpin: --kv must be f32 or f16, not ""
goldpin: --shard needs K/N with K from 1 to N, not "2/1"
$ goldpin model generate x --tokens 1 --top-p 1.01 || :
goldpin: --top-p needs a number from 0 to 1, not "1.01"
$ goldpin model generate x --tokens 1 --top-k -1 || :
goldpin: --top-k is -1, but must be from 0 to 2147483647
$ goldpin model generate x --tokens 1 --repeat-penalty 0.005 || :
goldpin: --repeat-penalty needs a number from 0.01 to 100, not "0.005"
$ goldpin bench x --threads none --rounds 0 || :
goldpin: --threads needs a whole number, not "none"
$ goldpin run x --quiet=1 || :
goldpin: --quiet takes no value
$ goldpin bless x --golden
goldpin: --golden needs a value: --golden DIR
--- exit 2
