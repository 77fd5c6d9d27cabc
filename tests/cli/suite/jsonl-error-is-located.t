mkdir mini
printf '{"name": "mini", "version": "1", "license": "Apache-2.0", "cases_file": "cases.jsonl"}\n' > mini/suite.json
{ one_case a '1 + 1' 2; echo; one_case b '1 + 2' 3 | sed 's/"type"/"tpye"/'; echo; } > mini/cases.jsonl
goldpin run mini
--- stdout
$ mkdir mini
$ printf '{"name": "mini", "version": "1", "license": "Apache-2.0", "cases_file": "cases.jsonl"}\n' > mini/suite.json
$ { one_case a '1 + 1' 2; echo; one_case b '1 + 2' 3 | sed 's/"type"/"tpye"/'; echo; } > mini/cases.jsonl
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: mini/cases.jsonl:2:84: a grader lacks "type"
--- exit 2
