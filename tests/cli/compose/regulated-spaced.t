mini "$(case_of secret ' regulated' hard '1 + 1' 2)"
server
cat > goldpin.json << END
{"targets": {"cloud": {"provider": "openai", "model": "m", "base_url": "$URL"}}}
END
code=0
goldpin run mini -o out -t cloud || code=$?
[ ! -e out ] && echo "nothing was begun"
exit $code
--- stdout
$ mini "$(case_of secret ' regulated' hard '1 + 1' 2)"
$ server
$ cat > goldpin.json << END ...
$ code=0
$ goldpin run mini -o out -t cloud || code=$?
$ [ ! -e out ] && echo "nothing was begun"
nothing was begun
$ exit $code
--- stderr
$ goldpin run mini -o out -t cloud || code=$?
goldpin: mini/suite.json:6:50: sensitivity is " regulated", but must be one of public, internal, regulated; did you mean "regulated"?
--- exit 2
