mini
goldpin run mini --env-file no-such-file -t openai:m@http://127.0.0.1:9/v1
--- stdout
$ mini
$ goldpin run mini --env-file no-such-file -t openai:m@http://127.0.0.1:9/v1
--- stderr
$ goldpin run mini --env-file no-such-file -t openai:m@http://127.0.0.1:9/v1
goldpin: cannot open no-such-file: No such file or directory
--- exit 2
