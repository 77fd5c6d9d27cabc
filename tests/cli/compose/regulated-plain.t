# A regulated case and a remote target, on a loopback address too: what listens there may pass it on.
mini "$(case_of open public hard '2 + 2' 4), $(case_of secret regulated hard '1 + 1' 2)"
server
cat > goldpin.json << END
{"targets": {"cloud": {"provider": "openai", "model": "m", "base_url": "$URL"}}}
END
code=0
goldpin run mini -o out -t cloud || code=$?
[ ! -e out ] && echo "nothing was begun"
exit $code
--- stdout
$ mini "$(case_of open public hard '2 + 2' 4), $(case_of secret regulated hard '1 + 1' 2)"
$ server
$ cat > goldpin.json << END ...
$ code=0
$ goldpin run mini -o out -t cloud || code=$?
$ [ ! -e out ] && echo "nothing was begun"
nothing was begun
$ exit $code
--- stderr
$ goldpin run mini -o out -t cloud || code=$?
goldpin: case mini/secret is regulated and must not leave this machine, but target "cloud" is remote (openai). Nothing was sent. Ask a local target, a route whose rules keep regulated cases on one, or other cases (--filter, --tag)
--- exit 2
