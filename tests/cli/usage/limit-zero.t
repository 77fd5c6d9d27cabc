# A limit that selects nothing is refused; it is not a run without failures.
mini
goldpin run mini --limit 0
--- stdout
--- stderr
--- exit 0
