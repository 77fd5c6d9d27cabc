# libcurl names an IPv6 address without its brackets: that is no other host, and there is no proxy.
mini
goldpin run mini -q -t 'openai:m@http://[::1]:9/v1' -o out > /dev/null || echo "exit $?"
grep -c 'a proxy' out/report.md || true
told out
--- stdout
$ mini
$ goldpin run mini -q -t 'openai:m@http://[::1]:9/v1' -o out > /dev/null || echo "exit $?"
exit 3
$ grep -c 'a proxy' out/report.md || true
0
$ told out
sum on openai-m: error [refused_connection, refused_connection, refused_connection]
--- stderr
--- exit 0
