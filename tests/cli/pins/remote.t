# Nobody can check a remote model's weights: the pin would hold always, and the report said that it did.
mini
server
targets '"pins": {"seed": 1, "device": "cpu"}'
goldpin run mini -q -o out || echo "exit $?"
targets '"pins": {"seed": 1}'
goldpin run mini -q -o out
grep 'Pins' out/report.md
--- stdout
$ mini
$ server
$ targets '"pins": {"seed": 1, "device": "cpu"}'
$ goldpin run mini -q -o out || echo "exit $?"
exit 2
$ targets '"pins": {"seed": 1}'
$ goldpin run mini -q -o out
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
$ grep 'Pins' out/report.md
  - Pins of the targets file that held: seed 1.
--- stderr
$ goldpin run mini -q -o out || echo "exit $?"
goldpin: goldpin.json:1:127: nobody can see whether the pin "device" holds for a remote target; only "seed" can be pinned there
--- exit 0
