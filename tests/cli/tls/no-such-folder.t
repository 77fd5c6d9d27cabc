# Like the two variables that name a file; a list of folders needs one that is there.
mini
SSL_CERT_DIR=$PWD/none:$PWD/neither goldpin run mini -q -t openai:m@https://127.0.0.1:9/v1 -o out || echo "exit $?"
SSL_CERT_DIR=$PWD/none:$PWD/mini goldpin run mini -q -t openai:m@https://127.0.0.1:9/v1 -o out > /dev/null || echo "exit $?"
--- stdout
exit 2
exit 3
--- stderr
goldpin: SSL_CERT_DIR names no folder: WORK/none:WORK/neither
--- exit 0
