# A replay does not look like a live run: it says so, and of what.
mini
server
goldpin run mini -q -t "openai:m@$URL" -o live
exec 9>&-
goldpin run mini --replay live -o again
goldpin run mini -q -t replay:live -o quiet
--- stdout
$ mini
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o live
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      live
reports     live/report.md live/report.html live/junit.xml live/results.json
$ exec 9>&-
$ goldpin run mini --replay live -o again
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      again
replay of   live
reports     again/report.md again/report.html again/junit.xml again/results.json
$ goldpin run mini -q -t replay:live -o quiet
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      quiet
replay of   live
reports     quiet/report.md quiet/report.html quiet/junit.xml quiet/results.json
--- stderr
$ goldpin run mini --replay live -o again
goldpin: target openai-m: openai at http://127.0.0.1:PORT/v1 (replayed)
goldpin: 1 trial (1 case, 1 target)
goldpin: replay of live: what is recorded there answers, and nothing remote is asked
--- exit 0
