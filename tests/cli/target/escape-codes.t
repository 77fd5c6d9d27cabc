# A model that sends escape codes and workflow commands: visible text in the reports, nothing raw, nothing a runner obeys.
mini "$(printf '{"id": "a", "messages": [{"role": "user", "content": "hostile"}], "grade": [{"type": "equals", "expect": "x"}]}')"
printf '{"hostile": "\\u001b[31mred\\u0007 \\u202e ::error::pwned <script>x</script> ]]> \\u0000"}' > answers
server --answers answers
goldpin run mini -v -t "openai:m@$URL" -o out || code=$?
LC_ALL=C grep -c "$(printf '[\001-\010\013\014\016-\037]')" out/junit.xml out/report.md
grep -c '<script>' out/report.md
exit $code
--- stdout
--- stderr
--- exit 0
