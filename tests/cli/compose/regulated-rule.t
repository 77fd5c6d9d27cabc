# A rule that matches everything stands before the one that would have kept the case.
mini "$(case_of open public hard '2 + 2' 4), $(case_of secret regulated hard '1 + 1' 2)"
server
cat > goldpin.json << END
{"targets": {"cloud": {"provider": "openai", "model": "m", "base_url": "$URL"}, "house": {"provider": "local", "model": "pocket.gguf"},
 "x": {"provider": "route", "rules": [{"if": {"prompt_bytes_over": 0}, "to": "cloud"}, {"if": {"sensitivity": "regulated"}, "to": "house"}], "default": "house"}}}
END
code=0
goldpin run mini -o out -t x || code=$?
[ ! -e out ] && echo "nothing was begun"
exit $code
--- stdout
$ mini "$(case_of open public hard '2 + 2' 4), $(case_of secret regulated hard '1 + 1' 2)"
$ server
$ cat > goldpin.json << END ...
$ code=0
$ goldpin run mini -o out -t x || code=$?
$ [ ! -e out ] && echo "nothing was begun"
nothing was begun
$ exit $code
--- stderr
$ goldpin run mini -o out -t x || code=$?
goldpin: case mini/secret is regulated and must not leave this machine, but target "cloud" is remote (openai); the route "x" sends it to "cloud" by rule 1: {"prompt_bytes_over":0}. Nothing was sent. Ask a local target, a route whose rules keep regulated cases on one, or other cases (--filter, --tag)
--- exit 2
