goldpin run x -o
--- stdout
--- stderr
--- exit 0
