mini
goldpin run mini -t local:nowhere.gguf
--- stdout
$ mini
$ goldpin run mini -t local:nowhere.gguf
--- stderr
$ goldpin run mini -t local:nowhere.gguf
goldpin: cannot open nowhere.gguf: No such file or directory
--- exit 2
