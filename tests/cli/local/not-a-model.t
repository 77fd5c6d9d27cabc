mini
echo 'this is no model' > x.gguf
goldpin run mini -t local:x.gguf
--- stdout
--- stderr
--- exit 0
