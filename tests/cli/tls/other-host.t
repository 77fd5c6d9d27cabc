# A good certificate of another host.
mini
server --tls ca.pem --cert other-host
export SSL_CERT_FILE=ca.pem
goldpin run mini -q -t "openai:m@https://${URL#http://}" -o out > /dev/null || echo "exit $?"
told out
field out/results.json '/trials/*/error'
--- stdout
$ mini
$ server --tls ca.pem --cert other-host
$ export SSL_CERT_FILE=ca.pem
$ goldpin run mini -q -t "openai:m@https://${URL#http://}" -o out > /dev/null || echo "exit $?"
exit 3
$ told out
sum on openai-m: error [tls, tls, tls]
$ field out/results.json '/trials/*/error'
no secure connection to 127.0.0.1:PORT: SSL: no alternative certificate subject name matches target {*} '127.0.0.1'
--- stderr
--- exit 0
