# The case bounds the answer, not the review.
refined
sed -i 's/"cases"/"defaults": {"max_tokens": 20}, "cases"/' mini/suite.json
goldpin run mini -t pair -o out --max-cost 1
--- stdout
$ refined
$ sed -i 's/"cases"/"defaults": {"max_tokens": 20}, "cases"/' mini/suite.json
$ goldpin run mini -t pair -o out --max-cost 1
--- stderr
$ goldpin run mini -t pair -o out --max-cost 1
goldpin: target pair: refine over writer, reader
goldpin: --max-cost: target reader would be asked without max_tokens for trial mini/sum/pair/1, so there is no telling what that may cost; set it in the target's "sampling"
--- exit 2
