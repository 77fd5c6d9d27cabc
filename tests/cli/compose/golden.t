# A golden of a composite belongs to its policy and to its members, whatever they are called: the weights of local ones, provider
# and model of others.
routed
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
rm -f golden; mkdir golden
goldpin run mini -q -t router -o one > /dev/null
goldpin bless one > /dev/null
goldpin run mini -q -t router -o two | head -n 1
sed -i 's/"odd", "hard"/"hard"/' goldpin.json
goldpin run mini -q -t router -o three | head -n 1
goldpin diff three golden || true
sed -i 's/{"tag": \["hard"\]}/{"tag": ["odd", "hard"]}/; s/"house"/"cottage"/g; s/"careful"/"patient"/g' goldpin.json
goldpin run mini -q -t router -o renamed | head -n 1
sed -i 's/"cloud": {"provider": "openai", "model": "m"/"cloud": {"provider": "openai", "model": "n"/' goldpin.json
goldpin run mini -q -t router -o other | head -n 1
--- stdout
$ routed
$ sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
$ rm -f golden; mkdir golden
$ goldpin run mini -q -t router -o one > /dev/null
$ goldpin bless one > /dev/null
$ goldpin run mini -q -t router -o two | head -n 1
Gate passed: 3 of 3 trials passed; goldens: 3 match; no trial broke.
$ sed -i 's/"odd", "hard"/"hard"/' goldpin.json
$ goldpin run mini -q -t router -o three | head -n 1
Gate failed: goldens: 3 stale.
$ goldpin diff three golden || true
0 the same, 3 differ from the accepted golden, 0 not accepted yet

differ

  mini/hard on router
    composite changed: 18bc6691c499 -> 59af4563f9ff
  mini/open on router
    composite changed: 18bc6691c499 -> 59af4563f9ff
  mini/secret on router
    composite changed: 18bc6691c499 -> 59af4563f9ff
$ sed -i 's/{"tag": \["hard"\]}/{"tag": ["odd", "hard"]}/; s/"house"/"cottage"/g; s/"careful"/"patient"/g' goldpin.json
$ goldpin run mini -q -t router -o renamed | head -n 1
Gate passed: 3 of 3 trials passed; goldens: 3 match; no trial broke.
$ sed -i 's/"cloud": {"provider": "openai", "model": "m"/"cloud": {"provider": "openai", "model": "n"/' goldpin.json
$ goldpin run mini -q -t router -o other | head -n 1
Gate failed: goldens: 3 stale.
--- stderr
--- exit 0
