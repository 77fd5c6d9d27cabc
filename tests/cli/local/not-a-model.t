mini
echo 'this is no model' > x.gguf
goldpin run mini -t local:x.gguf
--- stdout
$ mini
$ echo 'this is no model' > x.gguf
$ goldpin run mini -t local:x.gguf
--- stderr
$ goldpin run mini -t local:x.gguf
goldpin: x.gguf: header (offset 0): not a GGUF file: it does not begin with "GGUF"
--- exit 2
