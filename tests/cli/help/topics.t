# Every guide that help lists can be printed, and begins with its name and what it is for.
goldpin help | sed -n "/^Guides/,/^\$/s/^  \([a-z][a-z]*\) .*/\1/p" | while read -r topic; do
    goldpin help "$topic" | sed -n "1s/: .*//p; 3s/ .*//p" | tr "\n" " "
    echo
done
--- stdout
$ goldpin help | sed -n "/^Guides/,/^\$/s/^  \([a-z][a-z]*\) .*/\1/p" | while read -r topic; do ...
# architectures This 
# arithmetic This 
# auditing This 
# ci This 
# composites This 
# debugging This 
# determinism This 
# environments This 
# evidence This 
# formats This 
# gate This 
# goldens This 
# graders This 
# history This 
# importing This 
# judges This 
# models This 
# pins This 
# quantization This 
# recording This 
# reports This 
# retries This 
# running This 
# scale This 
# statistics This 
# suites This 
# targets This 
# verifying This 
--- stderr
--- exit 0
