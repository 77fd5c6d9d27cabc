mini
goldpin run mini --kv f64
--- stdout
--- stderr
goldpin: --kv must be f32 or f16, not "f64"
--- exit 2
