# Criteria of text that nothing could decide are mistakes of the suite, each at its place.
bad() { mini "{\"id\": \"a\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}], \"grade\": [$1], \"examples\": {\"pass\": [\"x\"], \"fail\": [\"y\"]}}" >/dev/null; goldpin lint mini 2>&1 | head -n 1; }
bad '{"type": "contains_any", "expect": ["a", "?!"], "normalize": ["punctuation"]}'
bad '{"type": "starts_with", "expect": "a", "normalize": ["nfd"]}'
bad '{"type": "case", "form": "camel"}'
bad '{"type": "similarity", "measure": "rouge_l", "min": 0.5, "expect": "?!"}'
bad '{"type": "similarity", "measure": "bleu", "min": 0, "expect": "a"}'
bad '{"type": "language", "expect": "eng"}'
bad '{"type": "count", "unit": "letter", "text": "ab", "exact": 1}'
bad '{"type": "count", "unit": "word", "exact": 1}'
bad '{"type": "regex", "pattern": "a", "flags": "g"}'
--- stdout
$ bad() { mini "{\"id\": \"a\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}], \"grade\": [$1], \"examples\": {\"pass\": [\"x\"], \"fail\": [\"y\"]}}" >/dev/null; goldpin lint mini 2>&1 | head -n 1; }
$ bad '{"type": "contains_any", "expect": ["a", "?!"], "normalize": ["punctuation"]}'
goldpin: mini/suite.json:6:116: nothing is left of "?!" after "normalize", and every answer holds that
$ bad '{"type": "starts_with", "expect": "a", "normalize": ["nfd"]}'
goldpin: mini/suite.json:6:128: "normalize" is "nfd", but must be one of nfc, nfkc, case, spaces, punctuation; did you mean "nfc"?
$ bad '{"type": "case", "form": "camel"}'
goldpin: mini/suite.json:6:100: "form" is "camel", but must be one of upper, lower, title, sentence
$ bad '{"type": "similarity", "measure": "rouge_l", "min": 0.5, "expect": "?!"}'
mini/suite.json:6:75: error: a: grader "similarity-1": "?!" has nothing that rouge_l could compare, so it tells no answers apart
$ bad '{"type": "similarity", "measure": "bleu", "min": 0, "expect": "a"}'
goldpin: mini/suite.json:6:124: "min" is 0, but must be above 0 and at most 1
$ bad '{"type": "language", "expect": "eng"}'
mini/suite.json:6:75: error: a: grader "language-1": there is no model of the language "eng"; did you mean "en"?
$ bad '{"type": "count", "unit": "letter", "text": "ab", "exact": 1}'
goldpin: mini/suite.json:6:119: "text" is 2 letters and must be one
$ bad '{"type": "count", "unit": "word", "exact": 1}'
goldpin: mini/suite.json:6:75: the unit word needs a "text"
$ bad '{"type": "regex", "pattern": "a", "flags": "g"}'
goldpin: mini/suite.json:6:118: "g" in "flags" is unknown; use i, m, s, x or u
--- stderr
--- exit 0
