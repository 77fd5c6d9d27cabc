# What a reply called stands where its text would.
mini '{"id": "call", "messages": [{"role": "user", "content": "#tools"}], "tools": [{"type": "function", "function": {"name": "weather"}}], "grade": [{"type": "contains", "expect": "rain"}]}'
server
goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null || true
sed -n '/^Calls of tools/,/^## /p' out/report.md
sed -n '/^calls of tools/,/<.failure/p' out/junit.xml
field out/results.json '/trials/*/tool_calls'
goldpin report out | cmp - out/report.md
--- stdout
$ mini '{"id": "call", "messages": [{"role": "user", "content": "#tools"}], "tools": [{"type": "function", "function": {"name": "weather"}}], "grade": [{"type": "contains", "expect": "rain"}]}'
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null || true
$ sed -n '/^Calls of tools/,/^## /p' out/report.md
Calls of tools:

> ```text
> [{"name":"weather","arguments":"{\"city\":\"Oslo\"}"},{"name":"clock","arguments":"{}"}]
> ```


## Cases
$ sed -n '/^calls of tools/,/<.failure/p' out/junit.xml
calls of tools:
  [{&quot;name&quot;:&quot;weather&quot;,&quot;arguments&quot;:&quot;{\&quot;city\&quot;:\&quot;Oslo\&quot;}&quot;},{&quot;name&quot;:&quot;clock&quot;,&quot;arguments&quot;:&quot;{}&quot;}]
</failure>
$ field out/results.json '/trials/*/tool_calls'
[{"name":"weather","arguments":"{\"city\":\"Oslo\"}"},{"name":"clock","arguments":"{}"}]
$ goldpin report out | cmp - out/report.md
--- stderr
--- exit 0
