# The nearest name is offered, and all guides are listed.
goldpin help targts
--- stdout
$ goldpin help targts
--- stderr
$ goldpin help targts
goldpin: no guide or command "targts"; did you mean "targets"? Guides: architectures, arithmetic, auditing, ci, composites, debugging, determinism, environments, evidence, formats, gate, goldens, graders, history, importing, judges, models, pins, quantization, recording, reports, retries, running, scale, statistics, suites, targets, verifying; goldpin help lists the commands too
--- exit 2
