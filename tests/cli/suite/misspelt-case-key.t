mini
sed -i 's/"grade"/"graed"/' mini/suite.json
goldpin run mini
--- stdout
--- stderr
--- exit 0
