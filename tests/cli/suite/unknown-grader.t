mini
sed -i 's/"equals"/"equal"/' mini/suite.json
goldpin run mini
--- stdout
$ mini
$ sed -i 's/"equals"/"equal"/' mini/suite.json
$ goldpin run mini
--- stderr
$ goldpin run mini
goldpin: mini/suite.json:6:99: the type of a grader is "equal", but must be one of equals, contains, contains_any, contains_all, not_contains, starts_with, ends_with, regex, case, similarity, language, number, date, count, json, json_schema, json_path, yaml, table, xml, choice, set, order; did you mean "equals"?
--- exit 2
