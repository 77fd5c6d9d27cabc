# Resume goes by id and digest: a case that was put in between runs, what was finished does not run again.
mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
server --log requests
goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null
mini "$(one_case a '1 + 1' 2), $(one_case new '5 + 5' 10), $(one_case b '1 + 2' 3)"
goldpin run mini -q --resume out -t "openai:m@$URL"
told out
field out/results.json /planned /summary cases trials
kill "$SERVER" && wait "$SERVER"
grep -c '^request' requests
goldpin run mini -q -t "openai:m@$URL" --replay out -o again | grep fingerprint > replayed
field out/results.json /fingerprint > resumed
grep -qf resumed replayed && echo 'replays to the same fingerprint'
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '1 + 2' 3)"
$ server --log requests
$ goldpin run mini -q -t "openai:m@$URL" -o out > /dev/null
$ mini "$(one_case a '1 + 1' 2), $(one_case new '5 + 5' 10), $(one_case b '1 + 2' 3)"
$ goldpin run mini -q --resume out -t "openai:m@$URL"
Gate passed: 3 of 3 trials passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
$ told out
a on openai-m: passed
b on openai-m: passed
new on openai-m: passed
$ field out/results.json /planned /summary cases trials
3
3 3
$ kill "$SERVER" && wait "$SERVER"
$ grep -c '^request' requests
3
$ goldpin run mini -q -t "openai:m@$URL" --replay out -o again | grep fingerprint > replayed
$ field out/results.json /fingerprint > resumed
$ grep -qf resumed replayed && echo 'replays to the same fingerprint'
replays to the same fingerprint
--- stderr
--- exit 0
