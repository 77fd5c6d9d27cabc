# Proxies from the environment: plain HTTP through http_proxy, TLS through a tunnel (the key is sent inside only), NO_PROXY past it.
mini
server --tls ca.pem --proxy --log requests
export SSL_CERT_FILE=ca.pem
PROXY=${URL%/v1}
http_proxy=$PROXY goldpin run mini -q -t openai:m@http://behind.test.invalid/v1 -o out-1 | head -n 1
HTTPS_PROXY=$PROXY goldpin run mini -q -t openai:m@https://behind.test.invalid/v1 -o out-2 | head -n 1
FD=8 server --log direct
HTTP_PROXY=http://127.0.0.1:1 http_proxy=http://127.0.0.1:1 NO_PROXY=127.0.0.1 goldpin run mini -q -t "openai:m@$URL" -o out-3 | head -n 1
exec 8>&- 9>&-
wait
grep ^request requests
sed 's/^/direct: /' direct | grep request
--- stdout
$ mini
$ server --tls ca.pem --proxy --log requests
$ export SSL_CERT_FILE=ca.pem
$ PROXY=${URL%/v1}
$ http_proxy=$PROXY goldpin run mini -q -t openai:m@http://behind.test.invalid/v1 -o out-1 | head -n 1
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
$ HTTPS_PROXY=$PROXY goldpin run mini -q -t openai:m@https://behind.test.invalid/v1 -o out-2 | head -n 1
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
$ FD=8 server --log direct
$ HTTP_PROXY=http://127.0.0.1:1 http_proxy=http://127.0.0.1:1 NO_PROXY=127.0.0.1 goldpin run mini -q -t "openai:m@$URL" -o out-3 | head -n 1
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
$ exec 8>&- 9>&-
$ wait
$ grep ^request requests
request 1 POST http://behind.test.invalid/v1/chat/completions with a key
request 2 CONNECT behind.test.invalid:443 without a key
request 3 POST /v1/chat/completions with a key
$ sed 's/^/direct: /' direct | grep request
direct: request 1 POST /v1/chat/completions with a key
--- stderr
--- exit 0
