# A prompt longer than the context is a failure of its own kind, not an answer.
pocket
mini "$(one_case a '1 + 1 and what is 2 + 2 and what is 3 + 3' 2)"
goldpin run mini -q -t local:suites/smoke/pocket/pocket.gguf --context 16 -o out || code=$?
field out/results.json '/trials/*/failure'
exit $code
--- stdout
$ pocket
$ mini "$(one_case a '1 + 1 and what is 2 + 2 and what is 3 + 3' 2)"
$ goldpin run mini -q -t local:suites/smoke/pocket/pocket.gguf --context 16 -o out || code=$?
No verdict: no trial was graded (1 broke, 0 skipped); 1 of 1 trial broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
$ field out/results.json '/trials/*/failure'
context_overflow
$ exit $code
--- stderr
--- exit 3
