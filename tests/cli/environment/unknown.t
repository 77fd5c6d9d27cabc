mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
goldpin run mini --environment lukewarm
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ goldpin run mini --environment lukewarm
--- stderr
$ goldpin run mini --environment lukewarm
goldpin: --environment must be cold, warm, sustained or recovery, not "lukewarm"
--- exit 2
