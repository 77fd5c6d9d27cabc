# One case in two shards: the second one has nothing to do, and says so.
mini
goldpin run mini --shard 2/2 -t openai:m@http://127.0.0.1:9/v1
--- stdout
$ mini
$ goldpin run mini --shard 2/2 -t openai:m@http://127.0.0.1:9/v1
--- stderr
$ goldpin run mini --shard 2/2 -t openai:m@http://127.0.0.1:9/v1
goldpin: --shard 2/2 selects no case
--- exit 2
