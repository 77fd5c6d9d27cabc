# The certificate's time is over.
mini
server --tls ca.pem --cert expired
export SSL_CERT_FILE=ca.pem
goldpin run mini -q -t "openai:m@https://${URL#http://}" -o out > /dev/null || echo "exit $?"
told out
field out/results.json '/trials/*/error' | sed 's/: SSL .*: \(certificate has expired\).*/: \1/' # releases of curl word it otherwise
--- stdout
$ mini
$ server --tls ca.pem --cert expired
$ export SSL_CERT_FILE=ca.pem
$ goldpin run mini -q -t "openai:m@https://${URL#http://}" -o out > /dev/null || echo "exit $?"
exit 3
$ told out
sum on openai-m: error [tls, tls, tls]
$ field out/results.json '/trials/*/error' | sed 's/: SSL .*: \(certificate has expired\).*/: \1/' # releases of curl word it otherwise
no secure connection to 127.0.0.1:PORT: certificate has expired
--- stderr
--- exit 0
