# Provenance that is a text is one in YAML too, whatever it looks like.
mkdir a
cat > a/suite.yaml << 'END'
name: a
version: "1"
license: CC0-1.0
provenance: by hand
cases:
  - {id: a, messages: [{role: user, content: "2 + 3"}], grade: [{type: number, expect: 5}], examples: {pass: ["5"], fail: ["6"]}}
END
goldpin run a -q -t openai:m@http://127.0.0.1:1/v1 -o out > /dev/null || echo "exit $?"
field out/manifest.json /suites/0/provenance
sed -i 's/by hand/"5"/' a/suite.yaml
goldpin run a -q -t openai:m@http://127.0.0.1:1/v1 -o two > /dev/null || echo "exit $?"
field two/manifest.json /suites/0/provenance
--- stdout
$ mkdir a
$ cat > a/suite.yaml << 'END' ...
$ goldpin run a -q -t openai:m@http://127.0.0.1:1/v1 -o out > /dev/null || echo "exit $?"
exit 3
$ field out/manifest.json /suites/0/provenance
by hand
$ sed -i 's/by hand/"5"/' a/suite.yaml
$ goldpin run a -q -t openai:m@http://127.0.0.1:1/v1 -o two > /dev/null || echo "exit $?"
exit 3
$ field two/manifest.json /suites/0/provenance
5
--- stderr
--- exit 0
