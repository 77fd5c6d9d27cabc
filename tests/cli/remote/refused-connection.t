# Nobody listens there: no verdict (exit 3), the trial is in the report as an error.
mini
goldpin run mini -t openai:m@http://127.0.0.1:9/v1 -o out || code=$?
grep -c '<error ' out/junit.xml
exit $code
--- stdout
$ mini
$ goldpin run mini -t openai:m@http://127.0.0.1:9/v1 -o out || code=$?
No verdict: no trial was graded (1 broke, 0 skipped); 1 of 1 trial broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
next        goldpin run mini --resume out -t openai:m@http://127.0.0.1:PORT/v1 --retry-errors   asks again what broke
$ grep -c '<error ' out/junit.xml
1
$ exit $code
--- stderr
$ goldpin run mini -t openai:m@http://127.0.0.1:9/v1 -o out || code=$?
goldpin: target openai-m: openai at http://127.0.0.1:PORT/v1
goldpin: 1 trial (1 case, 1 target)
error   mini/sum/openai-m/1  # s  refused_connection: cannot connect to 127.0.0.1:PORT: Connection refused
--- exit 3
