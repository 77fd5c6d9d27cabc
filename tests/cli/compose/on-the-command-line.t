mini
goldpin run mini -t route:house
--- stdout
$ mini
$ goldpin run mini -t route:house
--- stderr
$ goldpin run mini -t route:house
goldpin: "route" is made of other targets: describe it in a targets file and name it with -t
--- exit 2
