mini
goldpin run mini --shard 3/2
--- stdout
$ mini
$ goldpin run mini --shard 3/2
--- stderr
$ goldpin run mini --shard 3/2
goldpin: --shard needs K/N with K from 1 to N, not "3/2"
--- exit 2
