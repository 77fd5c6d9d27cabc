mini
goldpin run mini --replay nowhere
--- stdout
$ mini
$ goldpin run mini --replay nowhere
--- stderr
$ goldpin run mini --replay nowhere
goldpin: cannot replay nowhere: there is no such folder or file
--- exit 2
