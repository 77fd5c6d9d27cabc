# A golden of a composite belongs to its policy and to the weights of its members.
routed
sed -i 's/"cases"/"defaults": {"golden": "exact"}, "cases"/' mini/suite.json
rm -f golden; mkdir golden
goldpin run mini -q -t router -o one > /dev/null
goldpin bless one > /dev/null
goldpin run mini -q -t router -o two | head -n 1
sed -i 's/"odd", "hard"/"hard"/' goldpin.json
goldpin run mini -q -t router -o three | head -n 1
goldpin diff three golden || true
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
    composite changed: 54ed682a1c6a -> 37c2b962e66f
  mini/open on router
    composite changed: 54ed682a1c6a -> 37c2b962e66f
  mini/secret on router
    composite changed: 54ed682a1c6a -> 37c2b962e66f
--- stderr
--- exit 0
