# A redirect is not followed: the other server never hears of the request or its key.
server --log first
mini "$(one_case a 'PLACEHOLDER 1 + 1' 2)"
FIRST=$SERVER MAIN=$URL
FD=8 server --log second
sed -i "s|PLACEHOLDER|#redirect=$URL/chat/completions|" mini/suite.json
goldpin run mini -q -t "openai:m@$MAIN" -o out > /dev/null || echo "exit $?"
told out
kill "$SERVER" "$FIRST" && wait
echo "the first server: $(grep ^request first)"
echo "the second server: $(cat second)"
--- stdout
$ server --log first
$ mini "$(one_case a 'PLACEHOLDER 1 + 1' 2)"
$ FIRST=$SERVER MAIN=$URL
$ FD=8 server --log second
$ sed -i "s|PLACEHOLDER|#redirect=$URL/chat/completions|" mini/suite.json
$ goldpin run mini -q -t "openai:m@$MAIN" -o out > /dev/null || echo "exit $?"
exit 3
$ told out
a on openai-m: error [bad_response, bad_response, bad_response]
$ kill "$SERVER" "$FIRST" && wait
$ echo "the first server: $(grep ^request first)"
the first server: request 1 POST /v1/chat/completions with a key
$ echo "the second server: $(cat second)"
the second server: 
--- stderr
--- exit 0
