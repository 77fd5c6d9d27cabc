# The way of a golden: missing, blessed, matching, then an answer that differs.
mini
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
printf '{"What is 2 + 3?": " 5"}' > answers
server
goldpin run mini -q -t "openai:m@$URL" -o one
goldpin bless one
CI=1 goldpin run mini -q -t "openai:m@$URL" -o two
exec 9>&-
server --answers answers
goldpin run mini -q -t "openai:m@$URL" -o three || echo "exit $?"
goldpin diff three golden || echo "diff $?"
goldpin diff one three
--- stdout
--- stderr
--- exit 0
