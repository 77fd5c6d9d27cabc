# Nobody listens there: no verdict (exit 3), the trial is in the report as an error.
mini
goldpin run mini -t openai:m@http://127.0.0.1:9/v1 -o out || code=$?
grep -c '<error ' out/junit.xml
exit $code
--- stdout
--- stderr
--- exit 0
