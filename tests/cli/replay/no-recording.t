mini
goldpin run mini --replay nowhere
--- stdout
--- stderr
goldpin: cannot replay nowhere: there is no such folder
--- exit 2
