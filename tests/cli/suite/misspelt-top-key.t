mini
sed -i 's/"cases"/"casez"/' mini/suite.json
goldpin run mini
--- stdout
--- stderr
--- exit 0
