# The password is not repeated.
mini
goldpin run mini -t openai:m@http://user:hunter2@127.0.0.1:9/v1
--- stdout
$ mini
$ goldpin run mini -t openai:m@http://user:hunter2@127.0.0.1:9/v1
--- stderr
$ goldpin run mini -t openai:m@http://user:hunter2@127.0.0.1:9/v1
goldpin: a base URL must not hold a user name or password; give the key in the environment
--- exit 2
