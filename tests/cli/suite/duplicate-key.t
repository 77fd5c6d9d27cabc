mini
sed -i 's/"version": "1"/"version": "1", "version": "2"/' mini/suite.json
goldpin run mini
--- stdout
--- stderr
--- exit 0
