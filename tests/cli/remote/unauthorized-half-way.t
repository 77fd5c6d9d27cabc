# A 401 in the middle is its own trial's: the key was good before, and is asked again. The run is no success.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3), $(one_case c '#401 1 + 3' 4), $(one_case d '1 + 4' 5)"
server
goldpin run mini -j 1 -t "openai:m@$URL" -o out || code=$?
grep -o '<testsuite [^>]*' out/junit.xml | grep -o '\(tests\|failures\|errors\)="[0-9]*"'
exit $code
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3), $(one_case c '#401 1 + 3' 4), $(one_case d '1 + 4' 5)"
$ server
$ goldpin run mini -j 1 -t "openai:m@$URL" -o out || code=$?
No verdict: 1 of 4 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
next        goldpin run mini --resume out -j 1 -t openai:m@http://127.0.0.1:PORT/v1 --retry-errors   asks again what broke
$ grep -o '<testsuite [^>]*' out/junit.xml | grep -o '\(tests\|failures\|errors\)="[0-9]*"'
tests="4"
failures="0"
errors="1"
$ exit $code
--- stderr
$ goldpin run mini -j 1 -t "openai:m@$URL" -o out || code=$?
goldpin: target openai-m: openai at http://127.0.0.1:PORT/v1
goldpin: 4 trials (4 cases, 1 target)
error   mini/c/openai-m/1  # s  auth: HTTP 401, invalid_api_key: Incorrect API key provided.
--- exit 3
