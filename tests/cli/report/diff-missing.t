goldpin diff nowhere also-nowhere
--- stdout
$ goldpin diff nowhere also-nowhere
--- stderr
$ goldpin diff nowhere also-nowhere
goldpin: cannot open nowhere: No such file or directory
--- exit 2
