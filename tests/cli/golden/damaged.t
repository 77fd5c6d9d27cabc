# A damaged golden ends the run before anything is asked.
mini
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
server
goldpin run mini -q -t "openai:m@$URL" -o one > /dev/null
goldpin bless one > /dev/null
f=$(find golden -type f)
sed -i 's/"case_digest"/"case_digets"/' "$f"
goldpin run mini -q -t "openai:m@$URL" -o two
--- stdout
$ mini
$ sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o one > /dev/null
$ goldpin bless one > /dev/null
$ f=$(find golden -type f)
$ sed -i 's/"case_digest"/"case_digets"/' "$f"
$ goldpin run mini -q -t "openai:m@$URL" -o two
--- stderr
$ goldpin run mini -q -t "openai:m@$URL" -o two
goldpin: golden/mini/openai-m/sum.json:7:3: unknown key "case_digets" in a golden file; did you mean "case_digest"? (known: {*})
--- exit 2
