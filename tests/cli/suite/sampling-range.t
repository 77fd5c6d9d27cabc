mini
sed -i 's/"grade"/"repeat_penalty": 0.005, "grade"/' mini/suite.json
goldpin run mini
--- stdout
$ mini
$ sed -i 's/"grade"/"repeat_penalty": 0.005, "grade"/' mini/suite.json
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: mini/suite.json:6:98: "repeat_penalty" is 0.005, but must be from 0.01 to 100
--- exit 2
