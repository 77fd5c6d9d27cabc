# A recording goes by what was asked, not by names: cases and targets may be renamed.
mini "$(one_case a '1 + 1' 2)"
sed -i 's/"cases"/"defaults": {"seed": 5}, "cases"/' mini/suite.json
echo '{"targets": {"lab": {"provider": "openai", "model": "m", "base_url": "http://127.0.0.1:1/v1", "extra": {"seed": null}}, "house": {"provider": "openai", "model": "m", "extra": {"seed": null}}}}' > goldpin.json
server
sed -i "s|http://127.0.0.1:1/v1|$URL|" goldpin.json
goldpin run mini -q -t lab --record rec -o live > /dev/null
exec 9>&-
sed -i 's/"id": "a"/"id": "sum"/' mini/suite.json
unplugged goldpin run mini -v --replay rec -t house -o again
--- stdout
$ mini "$(one_case a '1 + 1' 2)"
$ sed -i 's/"cases"/"defaults": {"seed": 5}, "cases"/' mini/suite.json
$ echo '{"targets": {"lab": {"provider": "openai", "model": "m", "base_url": "http://127.0.0.1:1/v1", "extra": {"seed": null}}, "house": {"provider": "openai", "model": "m", "extra": {"seed": null}}}}' > goldpin.json
$ server
$ sed -i "s|http://127.0.0.1:1/v1|$URL|" goldpin.json
$ goldpin run mini -q -t lab --record rec -o live > /dev/null
$ exec 9>&-
$ sed -i 's/"id": "a"/"id": "sum"/' mini/suite.json
$ unplugged goldpin run mini -v --replay rec -t house -o again
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      again
replay of   rec
reports     again/report.md again/report.html again/junit.xml again/results.json
--- stderr
$ unplugged goldpin run mini -v --replay rec -t house -o again
goldpin: warning: mini/suite.json: the suite has no provenance: say where its cases come from
goldpin: target house: openai at https://api.openai.com/v1 (replayed)
goldpin: 1 trial (1 case, 1 target)
goldpin: replay of rec: what is recorded there answers, and nothing remote is asked
passed  mini/sum/house/1  # s
--- exit 0
