# A server that speaks plain HTTP where TLS is expected, and the other way round.
mini
server
goldpin run mini -q -t "openai:m@https://${URL#http://}" -o out > /dev/null || echo "exit $?"
told out
server --tls ca.pem
goldpin run mini -q -t "openai:m@$URL" -o out-2 > /dev/null || echo "exit $?"
told out-2
--- stdout
$ mini
$ server
$ goldpin run mini -q -t "openai:m@https://${URL#http://}" -o out > /dev/null || echo "exit $?"
exit 3
$ told out
sum on openai-m: error [tls, tls, tls]
$ server --tls ca.pem
$ goldpin run mini -q -t "openai:m@$URL" -o out-2 > /dev/null || echo "exit $?"
exit 3
$ told out-2
sum on openai-m: error [cut_off, cut_off, cut_off]
--- stderr
--- exit 0
