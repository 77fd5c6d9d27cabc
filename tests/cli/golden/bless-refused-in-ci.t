mini
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
server
goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null
CI=true goldpin bless out || code=$?
TF_BUILD=True goldpin bless out || echo "exit $?"
JENKINS_URL=http://x TEAMCITY_VERSION=1 goldpin bless out || echo "exit $?"
CI=false TF_BUILD=True goldpin bless out --dry-run
ls golden 2> /dev/null || echo 'no golden is written'
exit $code
--- stdout
$ mini
$ sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null
$ CI=true goldpin bless out || code=$?
$ TF_BUILD=True goldpin bless out || echo "exit $?"
exit 2
$ JENKINS_URL=http://x TEAMCITY_VERSION=1 goldpin bless out || echo "exit $?"
exit 2
$ CI=false TF_BUILD=True goldpin bless out --dry-run
new       passed  mini/openai-m/sum.json
1 golden in golden; nothing was written
$ ls golden 2> /dev/null || echo 'no golden is written'
no golden is written
$ exit $code
--- stderr
$ CI=true goldpin bless out || code=$?
goldpin: goldens are not accepted in CI (CI, TF_BUILD, JENKINS_URL or TEAMCITY_VERSION is set); bless on a machine where somebody reviews the change
$ TF_BUILD=True goldpin bless out || echo "exit $?"
goldpin: goldens are not accepted in CI (CI, TF_BUILD, JENKINS_URL or TEAMCITY_VERSION is set); bless on a machine where somebody reviews the change
$ JENKINS_URL=http://x TEAMCITY_VERSION=1 goldpin bless out || echo "exit $?"
goldpin: goldens are not accepted in CI (CI, TF_BUILD, JENKINS_URL or TEAMCITY_VERSION is set); bless on a machine where somebody reviews the change
--- exit 2
