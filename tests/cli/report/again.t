# Rendering again gives the bytes of the bundle.
mini
server
goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null
goldpin report out --junit again.xml --markdown again.md --html again.html
cmp again.xml out/junit.xml
cmp again.md out/report.md
cmp again.html out/report.html
--- stdout
$ mini
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null
$ goldpin report out --junit again.xml --markdown again.md --html again.html
$ cmp again.xml out/junit.xml
$ cmp again.md out/report.md
$ cmp again.html out/report.html
--- stderr
--- exit 0
