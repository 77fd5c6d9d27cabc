# A limit that selects nothing is refused; it is not a run without failures.
mini
goldpin run mini --limit 0
--- stdout
$ mini
$ goldpin run mini --limit 0
--- stderr
$ goldpin run mini --limit 0
goldpin: --limit is 0, but must be from 1 to 9223372036854775807
--- exit 2
