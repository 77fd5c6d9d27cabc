goldpin diff nowhere also-nowhere
--- stdout
--- stderr
goldpin: cannot open nowhere: No such file or directory
--- exit 2
