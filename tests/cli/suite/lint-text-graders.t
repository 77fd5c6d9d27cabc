# Kinds that look at words and letters: a suite with each of them is clean, and breaking a right answer is noticed.
c() { printf '%s{"id": "%s", "messages": [{"role": "user", "content": "%s"}], "grade": [{%s}], "examples": {"pass": ["%s"], "fail": ["%s"]}}' "${comma-}" "$1" "$@"; comma=,; }
c any '"type": "contains_any", "expect": ["sofa", "couch"], "normalize": ["nfkc", "case"]' 'The COUCH.' 'The chair.' > cases
c all '"type": "contains_all", "expect": ["Paris", "Seine"]' 'Paris, on the Seine' 'Paris' >> cases
c begins '"type": "starts_with", "expect": "Yes"' 'Yes, it is so.' 'Well, yes' >> cases
c ends '"type": "ends_with", "expect": "so."' 'Yes, it is so.' 'So it is' >> cases
c loud '"type": "case", "form": "upper"' 'IT IS SO' 'It is' >> cases
c like '"type": "similarity", "measure": "levenshtein", "min": 0.9, "expect": "The cat sat on the mat."' 'The cat sat on the mat' 'A dog' >> cases
c french '"type": "language", "expect": "fr"' "La capitale de la France est Paris, celle de l'Allemagne est Berlin." 'Paris' >> cases
c letters '"type": "count", "unit": "letter", "text": "r", "exact": 3' 'strawberry' 'straw' >> cases
c line '"type": "regex", "pattern": "^b$", "flags": "m"' 'a\nb' 'a b' >> cases
mini "$(cat cases)"
goldpin lint mini
--- stdout
$ c() { printf '%s{"id": "%s", "messages": [{"role": "user", "content": "%s"}], "grade": [{%s}], "examples": {"pass": ["%s"], "fail": ["%s"]}}' "${comma-}" "$1" "$@"; comma=,; }
$ c any '"type": "contains_any", "expect": ["sofa", "couch"], "normalize": ["nfkc", "case"]' 'The COUCH.' 'The chair.' > cases
$ c all '"type": "contains_all", "expect": ["Paris", "Seine"]' 'Paris, on the Seine' 'Paris' >> cases
$ c begins '"type": "starts_with", "expect": "Yes"' 'Yes, it is so.' 'Well, yes' >> cases
$ c ends '"type": "ends_with", "expect": "so."' 'Yes, it is so.' 'So it is' >> cases
$ c loud '"type": "case", "form": "upper"' 'IT IS SO' 'It is' >> cases
$ c like '"type": "similarity", "measure": "levenshtein", "min": 0.9, "expect": "The cat sat on the mat."' 'The cat sat on the mat' 'A dog' >> cases
$ c french '"type": "language", "expect": "fr"' "La capitale de la France est Paris, celle de l'Allemagne est Berlin." 'Paris' >> cases
$ c letters '"type": "count", "unit": "letter", "text": "r", "exact": 3' 'strawberry' 'straw' >> cases
$ c line '"type": "regex", "pattern": "^b$", "flags": "m"' 'a\nb' 'a b' >> cases
$ mini "$(cat cases)"
$ goldpin lint mini
mini/suite.json: warning: the suite has no provenance: say where its cases come from
mini/suite.json: warning: the null baseline "constant" passes 2 of 9 cases (begins, ends); more than 20% (null_share_max) says that passing means little
mini/suite.json: warning: the null baseline "stuffed" passes 2 of 9 cases (any, all); more than 20% (null_share_max) says that passing means little
mini 1: 9 cases, 0 errors, 3 warnings
  null baseline empty     0 of 9 pass, mean score 0.00
  null baseline echo      0 of 9 pass, mean score 0.01
  null baseline constant  2 of 9 pass, mean score 0.25  (always "Yes, it is so.", the best of 17 constants)
  null baseline unknown   0 of 9 pass, mean score 0.03
  null baseline stuffed   2 of 9 pass, mean score 0.27
  right answers broken   22 of 22 noticed (mutation score 1.00)
--- stderr
--- exit 0
