# Of a run with local and remote targets the remote ones are recorded; a replay computes the local ones again where asked to.
pocket
server
local=local:suites/smoke/pocket/pocket.gguf
goldpin run suites/smoke -q --filter 'sum-c*' -t $local -t "openai:adder@$URL" --record rec -o live --fail-under 0 > live.txt
exec 9>&-
unplugged goldpin run suites/smoke -q --filter 'sum-c*' --replay rec -t $local -t openai-adder -o both --fail-under 0 > both.txt
grep fingerprint live.txt > live.fp
grep fingerprint both.txt | cmp - live.fp && echo 'same fingerprint'
unplugged goldpin run suites/smoke -q --filter 'sum-c*' --replay rec -o remote --fail-under 0 > /dev/null
grep -o '<testsuite name="[^"]*"' remote/junit.xml
unplugged goldpin run suites/smoke -q --filter 'sum-c*' --replay rec -t $local -o local --fail-under 0 || echo "exit $?"
field rec/recording.json '/targets/*' name spec asked
--- stdout
$ pocket
$ server
$ local=local:suites/smoke/pocket/pocket.gguf
$ goldpin run suites/smoke -q --filter 'sum-c*' -t $local -t "openai:adder@$URL" --record rec -o live --fail-under 0 > live.txt
$ exec 9>&-
$ unplugged goldpin run suites/smoke -q --filter 'sum-c*' --replay rec -t $local -t openai-adder -o both --fail-under 0 > both.txt
$ grep fingerprint live.txt > live.fp
$ grep fingerprint both.txt | cmp - live.fp && echo 'same fingerprint'
same fingerprint
$ unplugged goldpin run suites/smoke -q --filter 'sum-c*' --replay rec -o remote --fail-under 0 > /dev/null
$ grep -o '<testsuite name="[^"]*"' remote/junit.xml
<testsuite name="smoke / openai-adder"
$ unplugged goldpin run suites/smoke -q --filter 'sum-c*' --replay rec -t $local -o local --fail-under 0 || echo "exit $?"
exit 2
$ field rec/recording.json '/targets/*' name spec asked
pocket local:suites/smoke/pocket/pocket.gguf true
openai-adder openai:adder@http://127.0.0.1:PORT/v1 true
--- stderr
$ unplugged goldpin run suites/smoke -q --filter 'sum-c*' --replay rec -t $local -o local --fail-under 0 || echo "exit $?"
goldpin: rec is a recording, which answers for remote targets, and none is given; leave -t out for those that were recorded
--- exit 0
