# The key of a check is misspelt: other tools ignore it and pass.
mini
sed -i 's/"expect"/"expcet"/' mini/suite.json
goldpin run mini
--- stdout
--- stderr
--- exit 0
