# A key read with its line break could not be sent with any request.
mini
OPENAI_API_KEY=$(printf 'two\nlines') goldpin run mini -t openai:m@http://127.0.0.1:9/v1 -o out
--- stdout
$ mini
$ OPENAI_API_KEY=$(printf 'two\nlines') goldpin run mini -t openai:m@http://127.0.0.1:9/v1 -o out
--- stderr
$ OPENAI_API_KEY=$(printf 'two\nlines') goldpin run mini -t openai:m@http://127.0.0.1:9/v1 -o out
goldpin: target openai-m: the key in OPENAI_API_KEY holds a line break or another control character
--- exit 2
