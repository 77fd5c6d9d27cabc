mkdir mini
printf '{"name": "mini", "version": "1", "license": "Apache-2.0", "cases_file": "cases.jsonl"}\n' > mini/suite.json
goldpin run mini
--- stdout
$ mkdir mini
$ printf '{"name": "mini", "version": "1", "license": "Apache-2.0", "cases_file": "cases.jsonl"}\n' > mini/suite.json
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: mini/suite.json:1:73: the cases file mini/cases.jsonl does not exist
--- exit 2
