goldpin run no/such/suite
--- stdout
$ goldpin run no/such/suite
--- stderr
$ goldpin run no/such/suite
goldpin: cannot open no/such/suite: No such file or directory
--- exit 2
