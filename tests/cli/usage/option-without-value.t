goldpin run x -o
--- stdout
$ goldpin run x -o
--- stderr
$ goldpin run x -o
goldpin: --output needs a value: --output DIR
--- exit 2
