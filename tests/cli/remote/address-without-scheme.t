# An address without its scheme would be taken for a part of the model's name, and the provider's own service be asked.
mini
for t in openai:m@localhost:8080/v1 openai:m@localhost openai:m@10.0.0.7:80 openai:m@10.0.0.7/v1 'openai:m@[::1]/v1' openai:m@ftp://host openai:m@http:/host anthropic:m@; do
    goldpin run mini -t "$t" -o out || echo "exit $?"
done
--- stdout
$ mini
$ for t in openai:m@localhost:8080/v1 openai:m@localhost openai:m@10.0.0.7:80 openai:m@10.0.0.7/v1 'openai:m@[::1]/v1' openai:m@ftp://host openai:m@http:/host anthropic:m@; do ...
exit 2
exit 2
exit 2
exit 2
exit 2
exit 2
exit 2
exit 2
--- stderr
$ for t in openai:m@localhost:8080/v1 openai:m@localhost openai:m@10.0.0.7:80 openai:m@10.0.0.7/v1 'openai:m@[::1]/v1' openai:m@ftp://host openai:m@http:/host anthropic:m@; do ...
goldpin: a base URL must begin with http:// or https://, such as http://127.0.0.1:PORT/v1; a model whose name really ends like this can be given in a targets file
goldpin: a base URL must begin with http:// or https://, such as http://127.0.0.1:PORT/v1; a model whose name really ends like this can be given in a targets file
goldpin: a base URL must begin with http:// or https://, such as http://127.0.0.1:PORT/v1; a model whose name really ends like this can be given in a targets file
goldpin: a base URL must begin with http:// or https://, such as http://127.0.0.1:PORT/v1; a model whose name really ends like this can be given in a targets file
goldpin: a base URL must begin with http:// or https://, such as http://127.0.0.1:PORT/v1; a model whose name really ends like this can be given in a targets file
goldpin: a base URL must begin with http:// or https://, such as http://127.0.0.1:PORT/v1; a model whose name really ends like this can be given in a targets file
goldpin: a base URL must begin with http:// or https://, such as http://127.0.0.1:PORT/v1; a model whose name really ends like this can be given in a targets file
goldpin: a base URL must begin with http:// or https://, such as http://127.0.0.1:PORT/v1; a model whose name really ends like this can be given in a targets file
--- exit 0
