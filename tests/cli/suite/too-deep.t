mkdir mini
awk 'BEGIN { for (i = 0; i < 100000; i++) printf "["; }' > mini/suite.json
goldpin run mini
--- stdout
--- stderr
--- exit 0
