mini
unset OPENAI_API_KEY
server
goldpin run mini -t "openai:m@$URL" -o out
--- stdout
$ mini
$ unset OPENAI_API_KEY
$ server
$ goldpin run mini -t "openai:m@$URL" -o out
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
--- stderr
$ goldpin run mini -t "openai:m@$URL" -o out
goldpin: target openai-m: openai at http://127.0.0.1:PORT/v1
goldpin: 1 trial (1 case, 1 target)
--- exit 0
