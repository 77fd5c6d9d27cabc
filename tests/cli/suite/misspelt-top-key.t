mini
sed -i 's/"cases"/"casez"/' mini/suite.json
goldpin run mini
--- stdout
$ mini
$ sed -i 's/"cases"/"casez"/' mini/suite.json
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: mini/suite.json:5:3: unknown key "casez" in the suite; did you mean "cases"? (known: {*})
--- exit 2
