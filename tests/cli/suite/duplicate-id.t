mini "$(one_case same '2 + 3' 5),
    $(one_case same '2 + 4' 6)"
goldpin run mini
--- stdout
--- stderr
--- exit 0
