mini
goldpin run mini --resume a -o b
--- stdout
$ mini
$ goldpin run mini --resume a -o b
--- stderr
$ goldpin run mini --resume a -o b
goldpin: --resume names the bundle already; leave --output out
--- exit 2
