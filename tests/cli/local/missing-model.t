mini
goldpin run mini -t local:nowhere.gguf
--- stdout
--- stderr
goldpin: cannot open nowhere.gguf: No such file or directory
--- exit 2
