mini
goldpin run mini --kv f64
--- stdout
--- stderr
--- exit 0
