# A changed rule makes another run, whether or not a trial would have gone elsewhere.
routed
goldpin run mini -q -t router -o out > /dev/null
sed -i 's/"odd", "hard"/"hard"/' goldpin.json
goldpin run --resume out -q
--- stdout
$ routed
$ goldpin run mini -q -t router -o out > /dev/null
$ sed -i 's/"odd", "hard"/"hard"/' goldpin.json
$ goldpin run --resume out -q
--- stderr
$ goldpin run --resume out -q
goldpin: this is not the run that was begun: target "router" had {"policy_sha256":"HEX"}, now {"policy_sha256":"HEX"}
--- exit 2
