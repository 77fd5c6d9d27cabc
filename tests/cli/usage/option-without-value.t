goldpin run x -o
--- stdout
--- stderr
goldpin: --output needs a value: --output DIR
--- exit 2
