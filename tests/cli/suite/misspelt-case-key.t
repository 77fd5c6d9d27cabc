mini
sed -i 's/"grade"/"graed"/' mini/suite.json
goldpin run mini
--- stdout
$ mini
$ sed -i 's/"grade"/"graed"/' mini/suite.json
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: mini/suite.json:6:80: unknown key "graed" in a case; did you mean "grade"?
--- exit 2
