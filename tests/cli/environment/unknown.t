mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
goldpin run mini --environment lukewarm
--- stdout
--- stderr
goldpin: --environment must be cold, warm, sustained or recovery, not "lukewarm"
--- exit 2
