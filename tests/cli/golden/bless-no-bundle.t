mkdir dir
goldpin bless dir
--- stdout
$ mkdir dir
$ goldpin bless dir
--- stderr
$ goldpin bless dir
goldpin: dir has no folder pending/: nothing to accept (no case of the run has "golden", or this is not a bundle)
--- exit 2
