# Two models whose first parts, which hold no tensor, are the same: the pin covers all parts, and is not held by one of them.
mini
halves
sha=$(goldpin model hash m-00001-of-00002.gguf | sed -n 's/^file *//p')
sed -i "s|\"cases\"|\"pins\": {\"weights_sha256\": \"$sha\"}, \"cases\"|" mini/suite.json
goldpin run mini -q --fail-under 0 -t local:m-00001-of-00002.gguf -o out > /dev/null
field out/manifest.json '/targets/0/weights/parts/*' name bytes sha256
sha256sum m-*
last_byte m-00002-of-00002.gguf
goldpin run mini -q --fail-under 0 -t local:m-00001-of-00002.gguf -o other || echo "exit $?"
part=$(sha256sum m-00001-of-00002.gguf | cut -c 1-64)
sed -i "s|$sha|$part|" mini/suite.json
goldpin run mini -q --fail-under 0 -t local:m-00001-of-00002.gguf -o other || echo "exit $?"
--- stdout
$ mini
$ halves
$ sha=$(goldpin model hash m-00001-of-00002.gguf | sed -n 's/^file *//p')
$ sed -i "s|\"cases\"|\"pins\": {\"weights_sha256\": \"$sha\"}, \"cases\"|" mini/suite.json
$ goldpin run mini -q --fail-under 0 -t local:m-00001-of-00002.gguf -o out > /dev/null
$ field out/manifest.json '/targets/0/weights/parts/*' name bytes sha256
m-00001-of-00002.gguf 5500 HEX
m-00002-of-00002.gguf 2888960 HEX
$ sha256sum m-*
HEX  m-00001-of-00002.gguf
HEX  m-00002-of-00002.gguf
$ last_byte m-00002-of-00002.gguf
$ goldpin run mini -q --fail-under 0 -t local:m-00001-of-00002.gguf -o other || echo "exit $?"
exit 2
$ part=$(sha256sum m-00001-of-00002.gguf | cut -c 1-64)
$ sed -i "s|$sha|$part|" mini/suite.json
$ goldpin run mini -q --fail-under 0 -t local:m-00001-of-00002.gguf -o other || echo "exit $?"
exit 2
--- stderr
$ goldpin run mini -q --fail-under 0 -t local:m-00001-of-00002.gguf -o other || echo "exit $?"
goldpin: pin "weights_sha256" of mini/suite.json does not hold for target m-00001-of-00002: pinned HEX, but it is HEX
$ goldpin run mini -q --fail-under 0 -t local:m-00001-of-00002.gguf -o other || echo "exit $?"
goldpin: pin "weights_sha256" of mini/suite.json does not hold for target m-00001-of-00002: pinned HEX, which is part 1 of 2 alone (m-00001-of-00002.gguf); all of the model is HEX
--- exit 0
