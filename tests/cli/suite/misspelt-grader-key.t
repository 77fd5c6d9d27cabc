# The key of a check is misspelt: other tools ignore it and pass.
mini
sed -i 's/"expect"/"expcet"/' mini/suite.json
goldpin run mini
--- stdout
$ mini
$ sed -i 's/"expect"/"expcet"/' mini/suite.json
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: mini/suite.json:6:109: unknown key "expcet" in a grader of type equals; did you mean "expect"? (known: {*})
--- exit 2
