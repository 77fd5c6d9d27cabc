# "extra" must not lift the bound.
mini
server --requests seen
targets '"price": {"input_per_mtok": 1, "output_per_mtok": 2}, "sampling": {"max_tokens": 9}, "extra": {"n": 4}'
goldpin run mini --max-cost 1 || echo "exit $?"
wc -l < seen
--- stdout
$ mini
$ server --requests seen
$ targets '"price": {"input_per_mtok": 1, "output_per_mtok": 2}, "sampling": {"max_tokens": 9}, "extra": {"n": 4}'
$ goldpin run mini --max-cost 1 || echo "exit $?"
exit 2
$ wc -l < seen
0
--- stderr
$ goldpin run mini --max-cost 1 || echo "exit $?"
goldpin: target t: openai at http://127.0.0.1:PORT/v1
goldpin: goldpin.json:1:197: --max-cost: "n" in "extra" of target t changes what a request may cost; use "sampling" or leave it out
--- exit 0
