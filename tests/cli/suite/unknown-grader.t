mini
sed -i 's/"equals"/"equal"/' mini/suite.json
goldpin run mini
--- stdout
$ mini
$ sed -i 's/"equals"/"equal"/' mini/suite.json
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: mini/suite.json:6:99: the type of a grader is "equal", but must be one of equals, {*}; did you mean "equals"?
--- exit 2
