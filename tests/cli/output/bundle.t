mini
server
goldpin run mini -q -t "openai:m@$URL" -o out --junit copies/j.xml --markdown copies/r.md
(cd out && find . -type f | LC_ALL=C sort)
cmp out/junit.xml copies/j.xml
cmp out/report.md copies/r.md
--- stdout
--- stderr
goldpin: cannot open out/junit.xml: No such file or directory
goldpin: 1 of 1 trials are saved in out; go on with --resume out
--- exit 2
