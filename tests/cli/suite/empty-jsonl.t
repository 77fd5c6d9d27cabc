mkdir mini
printf '{"name": "mini", "version": "1", "license": "Apache-2.0", "cases_file": "cases.jsonl"}\n' > mini/suite.json
: > mini/cases.jsonl
goldpin run mini
--- stdout
$ mkdir mini
$ printf '{"name": "mini", "version": "1", "license": "Apache-2.0", "cases_file": "cases.jsonl"}\n' > mini/suite.json
$ : > mini/cases.jsonl
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: mini/cases.jsonl: the suite has no cases
--- exit 2
