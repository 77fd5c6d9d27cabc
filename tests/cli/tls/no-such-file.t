# A variable that names no file is a mistake of the user, said before anything is asked.
mini
SSL_CERT_FILE=nowhere.pem goldpin run mini -q -t openai:m@https://127.0.0.1:1 -o out
--- stdout
$ mini
$ SSL_CERT_FILE=nowhere.pem goldpin run mini -q -t openai:m@https://127.0.0.1:1 -o out
--- stderr
$ SSL_CERT_FILE=nowhere.pem goldpin run mini -q -t openai:m@https://127.0.0.1:1 -o out
goldpin: SSL_CERT_FILE names no file: nowhere.pem
--- exit 2
