mini
sed -i 's|"cases"|"pins": {"weights_sha265": "00"}, "cases"|' mini/suite.json
goldpin run mini
--- stdout
$ mini
$ sed -i 's|"cases"|"pins": {"weights_sha265": "00"}, "cases"|' mini/suite.json
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: mini/suite.json:5:12: unknown key "weights_sha265" in "pins"; did you mean "weights_sha256"? (known: {*})
--- exit 2
