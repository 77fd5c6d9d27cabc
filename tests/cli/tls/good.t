# TLS with a certificate of an authority that the usual variables name; with a folder of authorities as well.
mini
server --tls ca.pem
URL=https://${URL#http://}
for v in SSL_CERT_FILE CURL_CA_BUNDLE; do
    env "$v=ca.pem" goldpin run mini -q -t "openai:m@$URL" -o "out-$v" | head -n 1
done
mkdir folder
cp ca.pem "folder/$(openssl x509 -hash -noout -in ca.pem).0"
SSL_CERT_DIR=folder goldpin run mini -q -t "openai:m@$URL" -o out-dir | head -n 1
--- stdout
$ mini
$ server --tls ca.pem
$ URL=https://${URL#http://}
$ for v in SSL_CERT_FILE CURL_CA_BUNDLE; do ...
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
$ mkdir folder
$ cp ca.pem "folder/$(openssl x509 -hash -noout -in ca.pem).0"
$ SSL_CERT_DIR=folder goldpin run mini -q -t "openai:m@$URL" -o out-dir | head -n 1
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
--- stderr
--- exit 0
