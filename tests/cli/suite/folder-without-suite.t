mkdir empty
goldpin run empty
--- stdout
$ mkdir empty
$ goldpin run empty
--- stderr
$ goldpin run empty
goldpin: empty holds no suite.json (or suite.yaml); a suite is a folder with one, or the file itself
--- exit 2
