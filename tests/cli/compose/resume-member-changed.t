# So does another model of a member.
routed
goldpin run mini -q -t router -o out > /dev/null
sed -i '0,/"model": "m"/s//"model": "n"/' goldpin.json
goldpin run --resume out -q
--- stdout
$ routed
$ goldpin run mini -q -t router -o out > /dev/null
$ sed -i '0,/"model": "m"/s//"model": "n"/' goldpin.json
$ goldpin run --resume out -q
--- stderr
$ goldpin run --resume out -q
goldpin: this is not the run that was begun: member "cloud" had {"model":"m"}, now {"model":"n"}
--- exit 2
