# Signed by nobody that is trusted, by default and with another authority's certificate: the failure is named, nothing is sent.
mini
server --tls ca.pem --log requests
FIRST=$SERVER
FD=8 started testserver --tls other.pem
goldpin run mini -q -t "openai:m@https://${URL#http://}" -o out > /dev/null || echo "exit $?"
told out
SSL_CERT_FILE=other.pem goldpin run mini -q -t "openai:m@https://${URL#http://}" -o out-2 > /dev/null || echo "exit $?"
told out-2
field out/results.json '/trials/*/error' | sed 's/: SSL .*: \(unable to get local issuer\)/: \1/; s/ ([0-9]*)$//' # releases of curl word it otherwise
kill "$FIRST" && wait "$FIRST"
wc -l < requests
--- stdout
$ mini
$ server --tls ca.pem --log requests
$ FIRST=$SERVER
$ FD=8 started testserver --tls other.pem
$ goldpin run mini -q -t "openai:m@https://${URL#http://}" -o out > /dev/null || echo "exit $?"
exit 3
$ told out
sum on openai-m: error [tls, tls, tls]
$ SSL_CERT_FILE=other.pem goldpin run mini -q -t "openai:m@https://${URL#http://}" -o out-2 > /dev/null || echo "exit $?"
exit 3
$ told out-2
sum on openai-m: error [tls, tls, tls]
$ field out/results.json '/trials/*/error' | sed 's/: SSL .*: \(unable to get local issuer\)/: \1/; s/ ([0-9]*)$//' # releases of curl word it otherwise
no secure connection to 127.0.0.1:PORT: unable to get local issuer certificate
$ kill "$FIRST" && wait "$FIRST"
$ wc -l < requests
0
--- stderr
--- exit 0
