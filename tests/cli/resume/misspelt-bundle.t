# Without a suite there is nothing to begin in a folder that is not there.
goldpin run --resume reports/nothing
--- stdout
$ goldpin run --resume reports/nothing
--- stderr
$ goldpin run --resume reports/nothing
goldpin: reports/nothing holds no run to go on with; name the bundle of one, or give the suite of a run to begin there
--- exit 2
