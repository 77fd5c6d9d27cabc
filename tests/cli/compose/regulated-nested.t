# The outer route means well.
mini "$(case_of secret regulated hard '1 + 1' 2)"
server
cat > goldpin.json << END
{"targets": {"cloud": {"provider": "openai", "model": "m", "base_url": "$URL"}, "house": {"provider": "local", "model": "pocket.gguf"},
 "inner": {"provider": "route", "rules": [{"if": {"tag": "hard"}, "to": "cloud"}], "default": "house"},
 "x": {"provider": "route", "rules": [{"if": {"sensitivity": "regulated"}, "to": "inner"}], "default": "cloud"}}}
END
code=0
goldpin run mini -o out -t x || code=$?
[ ! -e out ] && echo "nothing was begun"
exit $code
--- stdout
$ mini "$(case_of secret regulated hard '1 + 1' 2)"
$ server
$ cat > goldpin.json << END ...
$ code=0
$ goldpin run mini -o out -t x || code=$?
$ [ ! -e out ] && echo "nothing was begun"
nothing was begun
$ exit $code
--- stderr
$ goldpin run mini -o out -t x || code=$?
goldpin: case mini/secret is regulated and must not leave this machine, but target "cloud" is remote (openai); the route "x" sends it to "inner" by rule 1: {"sensitivity":"regulated"}; the route "inner" sends it to "cloud" by rule 1: {"tag":"hard"}. Nothing was sent. Ask a local target, a route whose rules keep regulated cases on one, or other cases (--filter, --tag)
--- exit 2
