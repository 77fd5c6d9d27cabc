routed
goldpin run mini -q -t picky -o out --filter hard
--- stdout
$ routed
$ goldpin run mini -q -t picky -o out --filter hard
No verdict: no trial was graded (1 broke, 0 skipped) (1 of 3 cases); 1 of 1 trial broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
--- stderr
--- exit 3
