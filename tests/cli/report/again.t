# Rendering again gives the bytes of the bundle.
mini
server
goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null
goldpin report out --junit again.xml --markdown again.md
cmp again.xml out/junit.xml
cmp again.md out/report.md
--- stdout
$ mini
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null
$ goldpin report out --junit again.xml --markdown again.md
$ cmp again.xml out/junit.xml
$ cmp again.md out/report.md
--- stderr
--- exit 0
