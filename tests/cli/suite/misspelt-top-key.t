mini
sed -i 's/"cases"/"casez"/' mini/suite.json
goldpin run mini
--- stdout
--- stderr
goldpin: mini/suite.json:5:3: unknown key "casez" in the suite; did you mean "cases"?
--- exit 2
