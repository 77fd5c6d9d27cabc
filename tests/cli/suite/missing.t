goldpin run no/such/suite
--- stdout
--- stderr
goldpin: cannot open no/such/suite: No such file or directory
--- exit 2
