mini "$(one_case same '2 + 3' 5),
    $(one_case same '2 + 4' 6)"
goldpin run mini
--- stdout
--- stderr
goldpin: mini/suite.json:7:12: the id "same" is used twice; the first case with it starts at line 6
--- exit 2
