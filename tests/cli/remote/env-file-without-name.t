# The line may be a key: it is not shown.
mini
echo 'sk-this-is-secret' > keys
goldpin run mini --env-file keys -t openai:m@http://127.0.0.1:9/v1
--- stdout
$ mini
$ echo 'sk-this-is-secret' > keys
$ goldpin run mini --env-file keys -t openai:m@http://127.0.0.1:9/v1
--- stderr
$ goldpin run mini --env-file keys -t openai:m@http://127.0.0.1:9/v1
goldpin: keys:1: expected NAME=VALUE
--- exit 2
