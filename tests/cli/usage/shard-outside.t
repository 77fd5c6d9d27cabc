mini
goldpin run mini --shard 3/2
--- stdout
--- stderr
--- exit 0
