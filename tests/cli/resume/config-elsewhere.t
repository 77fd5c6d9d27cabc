# A resumed run finds the targets file that it was begun with, where that was no absolute path.
mini
server
targets '"stream": true'
mv goldpin.json lab.json
goldpin run mini -q -c lab.json -o out > /dev/null
goldpin run mini -q --resume out | sed -n 1p
goldpin run mini -q -c "$PWD/lab.json" -o absolute > /dev/null
mkdir elsewhere
mv lab.json elsewhere
goldpin run mini -q --resume absolute || echo "exit $?"
goldpin run mini -q --resume absolute -c elsewhere/lab.json | sed -n 1p
grep -c "$PWD" absolute/manifest.json || true
--- stdout
$ mini
$ server
$ targets '"stream": true'
$ mv goldpin.json lab.json
$ goldpin run mini -q -c lab.json -o out > /dev/null
$ goldpin run mini -q --resume out | sed -n 1p
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
$ goldpin run mini -q -c "$PWD/lab.json" -o absolute > /dev/null
$ mkdir elsewhere
$ mv lab.json elsewhere
$ goldpin run mini -q --resume absolute || echo "exit $?"
exit 2
$ goldpin run mini -q --resume absolute -c elsewhere/lab.json | sed -n 1p
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
$ grep -c "$PWD" absolute/manifest.json || true
0
--- stderr
$ goldpin run mini -q --resume absolute || echo "exit $?"
goldpin: the targets file of the run in absolute is not at lab.json; give it again with -c FILE (bundles do not keep absolute paths)
--- exit 0
