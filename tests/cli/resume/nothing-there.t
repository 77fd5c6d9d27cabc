# A missing folder is started as with -o.
mini
server
goldpin run mini -q --resume out -t "openai:m@$URL"
--- stdout
$ mini
$ server
$ goldpin run mini -q --resume out -t "openai:m@$URL"
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
--- stderr
--- exit 0
