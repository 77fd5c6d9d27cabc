# One run has one place for goldens; where the suite went, nobody guesses.
mkdir -p a/golden/mini a/suite b/golden/other b/suite
mini; mv mini/suite.json a/suite/; sed 's/"name": "mini"/"name": "other"/' a/suite/suite.json > b/suite/suite.json
goldpin run a/suite b/suite --dry-run -t openai:m@http://127.0.0.1:1/v1 || echo "exit $?"
goldpin run a/suite b/suite --dry-run -q -t openai:m@http://127.0.0.1:1/v1 --golden a/golden
server
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' a/suite/suite.json
goldpin run a/suite -q -t "openai:m@$URL" -o one > log
mv a c
goldpin bless one || echo "exit $?"
goldpin bless one --golden c/golden
--- stdout
$ mkdir -p a/golden/mini a/suite b/golden/other b/suite
$ mini; mv mini/suite.json a/suite/; sed 's/"name": "mini"/"name": "other"/' a/suite/suite.json > b/suite/suite.json
$ goldpin run a/suite b/suite --dry-run -t openai:m@http://127.0.0.1:1/v1 || echo "exit $?"
exit 2
$ goldpin run a/suite b/suite --dry-run -q -t openai:m@http://127.0.0.1:1/v1 --golden a/golden
dry run: 2 trials (2 cases, 1 target); nothing was asked or written
$ server
$ sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' a/suite/suite.json
$ goldpin run a/suite -q -t "openai:m@$URL" -o one > log
$ mv a c
$ goldpin bless one || echo "exit $?"
exit 2
$ goldpin bless one --golden c/golden
new       passed  mini/openai-m/sum.json
1 golden in c/golden; review and commit them
--- stderr
$ goldpin run a/suite b/suite --dry-run -t openai:m@http://127.0.0.1:1/v1 || echo "exit $?"
goldpin: the suites have goldens in a/golden and in b/golden; run them apart, or name one with --golden
$ goldpin bless one || echo "exit $?"
goldpin: the suite mini is not here as a/suite/suite.json, so where its goldens belong cannot be told; say --golden DIR, or go to the folder that the run was started in
--- exit 0
