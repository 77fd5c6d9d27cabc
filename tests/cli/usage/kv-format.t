mini
goldpin run mini --kv f64
--- stdout
$ mini
$ goldpin run mini --kv f64
--- stderr
$ goldpin run mini --kv f64
goldpin: --kv must be f32 or f16, not "f64"
--- exit 2
