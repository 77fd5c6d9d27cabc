mini "$(one_case same '2 + 3' 5),
    $(one_case same '2 + 4' 6)"
goldpin run mini
--- stdout
$ mini "$(one_case same '2 + 3' 5), ...
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: mini/suite.json:7:12: the id "same" is used twice; the first case with it starts at line 6
--- exit 2
