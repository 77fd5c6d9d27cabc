mkdir dir
goldpin report dir
--- stdout
$ mkdir dir
$ goldpin report dir
--- stderr
$ goldpin report dir
goldpin: cannot open dir/results.json: No such file or directory
--- exit 2
