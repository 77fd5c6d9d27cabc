# Nothing is near: commands of two words are looked for too.
goldpin help model logit || code=$?
goldpin help zzzzzzzz || code=$?
exit $code
--- stdout
$ goldpin help model logit || code=$?
$ goldpin help zzzzzzzz || code=$?
$ exit $code
--- stderr
$ goldpin help model logit || code=$?
goldpin: no guide or command "model logit"; did you mean "model logits"? Guides: architectures, arithmetic, auditing, ci, composites, debugging, determinism, environments, evidence, formats, gate, goldens, graders, history, importing, judges, models, pins, quantization, recording, reports, retries, running, scale, statistics, suites, targets, verifying; goldpin help lists the commands too
$ goldpin help zzzzzzzz || code=$?
goldpin: no guide or command "zzzzzzzz". Guides: architectures, arithmetic, auditing, ci, composites, debugging, determinism, environments, evidence, formats, gate, goldens, graders, history, importing, judges, models, pins, quantization, recording, reports, retries, running, scale, statistics, suites, targets, verifying; goldpin help lists the commands too
--- exit 2
