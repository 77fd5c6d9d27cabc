# What is recorded is played back with its times; an environment is about times of live targets.
mini
goldpin run mini -t openai:m@http://127.0.0.1:9/v1 --environment warm --record rec -o out
--- stdout
$ mini
$ goldpin run mini -t openai:m@http://127.0.0.1:9/v1 --environment warm --record rec -o out
--- stderr
$ goldpin run mini -t openai:m@http://127.0.0.1:9/v1 --environment warm --record rec -o out
goldpin: --record cannot keep a run with --environment, whose times are those of live targets; its bundle can be replayed as it is
--- exit 2
