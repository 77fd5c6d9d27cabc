# Like the two variables that name a file; a list of folders needs one that is there.
mini
SSL_CERT_DIR=$PWD/none:$PWD/neither goldpin run mini -q -t openai:m@https://127.0.0.1:9/v1 -o out || echo "exit $?"
SSL_CERT_DIR=$PWD/none:$PWD/mini goldpin run mini -q -t openai:m@https://127.0.0.1:9/v1 -o out > /dev/null || echo "exit $?"
--- stdout
$ mini
$ SSL_CERT_DIR=$PWD/none:$PWD/neither goldpin run mini -q -t openai:m@https://127.0.0.1:9/v1 -o out || echo "exit $?"
exit 2
$ SSL_CERT_DIR=$PWD/none:$PWD/mini goldpin run mini -q -t openai:m@https://127.0.0.1:9/v1 -o out > /dev/null || echo "exit $?"
exit 3
--- stderr
$ SSL_CERT_DIR=$PWD/none:$PWD/neither goldpin run mini -q -t openai:m@https://127.0.0.1:9/v1 -o out || echo "exit $?"
goldpin: SSL_CERT_DIR names no folder: WORK/none:WORK/neither
--- exit 0
