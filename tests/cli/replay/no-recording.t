mini
goldpin run mini --replay nowhere
--- stdout
--- stderr
goldpin: cannot replay nowhere: there is no such folder or file
--- exit 2
