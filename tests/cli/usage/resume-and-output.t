mini
goldpin run mini --resume a -o b
--- stdout
--- stderr
goldpin: --resume names the bundle already; leave --output out
--- exit 2
