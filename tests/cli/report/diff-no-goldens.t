# A folder that is neither a bundle nor goldens is no golden folder in which all is missing.
mini
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
server
goldpin run mini -q -t "openai:m@$URL" -o one > one.txt
goldpin diff one mini || echo "exit $?"
mkdir -p empty odd/mini/openai-m
goldpin diff one empty || echo "exit $?"
echo '{}' > odd/mini/openai-m/sum.json
goldpin diff one odd || echo "exit $?"
goldpin bless one > blessed.txt
goldpin diff one golden
--- stdout
$ mini
$ sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o one > one.txt
$ goldpin diff one mini || echo "exit $?"
exit 2
$ mkdir -p empty odd/mini/openai-m
$ goldpin diff one empty || echo "exit $?"
0 the same, 0 differ from the accepted golden, 1 not accepted yet

not accepted yet

  mini/sum on openai-m
exit 1
$ echo '{}' > odd/mini/openai-m/sum.json
$ goldpin diff one odd || echo "exit $?"
exit 2
$ goldpin bless one > blessed.txt
$ goldpin diff one golden
1 the same, 0 differ from the accepted golden, 0 not accepted yet
--- stderr
$ goldpin diff one mini || echo "exit $?"
goldpin: mini is neither the bundle of a run (it has no results.json) nor a folder of goldens (it has no SUITE/TARGET/CASE.json)
$ goldpin diff one odd || echo "exit $?"
goldpin: odd/mini/openai-m/sum.json:1:1: a golden file lacks "schema"
--- exit 0
