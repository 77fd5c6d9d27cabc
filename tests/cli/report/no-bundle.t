mkdir dir
goldpin report dir
--- stdout
--- stderr
goldpin: cannot open dir/results.json: No such file or directory
--- exit 2
