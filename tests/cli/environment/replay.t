mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
goldpin run mini --replay somewhere --environment warm
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ goldpin run mini --replay somewhere --environment warm
--- stderr
$ goldpin run mini --replay somewhere --environment warm
goldpin: a replay asks nobody, so it has the environment of the run that was recorded; leave --environment out
--- exit 2
