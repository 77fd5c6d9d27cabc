# Nor without max_tokens: there would be no upper bound.
mini
server --requests seen
targets '"price": {"input_per_mtok": 1, "output_per_mtok": 2}'
goldpin run mini --max-cost 1 || echo "exit $?"
wc -l < seen
--- stdout
$ mini
$ server --requests seen
$ targets '"price": {"input_per_mtok": 1, "output_per_mtok": 2}'
$ goldpin run mini --max-cost 1 || echo "exit $?"
exit 2
$ wc -l < seen
0
--- stderr
$ goldpin run mini --max-cost 1 || echo "exit $?"
goldpin: target t: openai at http://127.0.0.1:PORT/v1
goldpin: --max-cost: trial mini/sum/t/1 has no max_tokens, so there is no telling what it may cost; set it in the suite's defaults or in the target's "sampling"
--- exit 0
