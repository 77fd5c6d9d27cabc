# The bundled model as a null baseline: what it passes is named, what it has no room for is not counted, nothing stays behind.
mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "count", "unit": "words", "min": 1}], "examples": {"pass": ["x"], "fail": [""]}},
      {"id": "b", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "not_contains", "expect": "zebra"}], "examples": {"pass": ["x"], "fail": ["zebra"]}},
      {"id": "c", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "contains", "expect": "zebra"}], "examples": {"pass": ["zebra"], "fail": ["x"]}},
      {"id": "long", "max_tokens": 255, "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "contains", "expect": "zebra"}], "examples": {"pass": ["zebra"], "fail": ["x"]}}'
pocket
mkdir tmp
TMPDIR=tmp goldpin lint mini --pocket | grep pocket
ls -A tmp | wc -l
TMPDIR=/nowhere goldpin lint mini --pocket || echo "lint $?"
--- stdout
$ mini '{"id": "a", "messages": [{"role": "user", "content": "q"}], "grade": [{"type": "count", "unit": "words", "min": 1}], "examples": {"pass": ["x"], "fail": [""]}}, ...
$ pocket
$ mkdir tmp
$ TMPDIR=tmp goldpin lint mini --pocket | grep pocket
mini/suite.json: warning: the null baseline "pocket" passes 2 of 3 cases (a, b); more than 20% (null_share_max) says that passing means little
  null baseline pocket    2 of 3 pass, mean score 0.67
$ ls -A tmp | wc -l
0
$ TMPDIR=/nowhere goldpin lint mini --pocket || echo "lint $?"
lint 3
--- stderr
$ TMPDIR=/nowhere goldpin lint mini --pocket || echo "lint $?"
goldpin: --pocket needs a folder for its run, and /nowhere/goldpin-lint-XXXXXX cannot be made: No such file or directory; TMPDIR names another
--- exit 0
