mini
sed -i 's/"equals"/"equal"/' mini/suite.json
goldpin run mini
--- stdout
--- stderr
--- exit 0
