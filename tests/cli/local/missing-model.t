mini
goldpin run mini -t local:nowhere.gguf
--- stdout
--- stderr
--- exit 0
