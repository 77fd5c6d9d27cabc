mini
sed -i 's|"cases"|"pins": {"weights_sha265": "00"}, "cases"|' mini/suite.json
goldpin run mini
--- stdout
--- stderr
--- exit 0
