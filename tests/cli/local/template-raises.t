# A chat template that raises cannot take the case: rejected, with what to change; the other cases are answered.
pocket
LC_ALL=C sed "s/{{ message\['content'\] }}/{{ raise_exception(1) }}/" suites/smoke/pocket/pocket.gguf > raising.gguf
cmp -s suites/smoke/pocket/pocket.gguf raising.gguf && echo 'the template is as it was'
mini "$(one_case a '1 + 1' 2)"
goldpin run mini -q -t local:raising.gguf -t local:suites/smoke/pocket/pocket.gguf -o out || code=$?
field out/results.json '/trials/*' target failure error
exit $code
--- stdout
$ pocket
$ LC_ALL=C sed "s/{{ message\['content'\] }}/{{ raise_exception(1) }}/" suites/smoke/pocket/pocket.gguf > raising.gguf
$ cmp -s suites/smoke/pocket/pocket.gguf raising.gguf && echo 'the template is as it was'
$ mini "$(one_case a '1 + 1' 2)"
$ goldpin run mini -q -t local:raising.gguf -t local:suites/smoke/pocket/pocket.gguf -o out || code=$?
No verdict: 1 of 2 trials broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
$ field out/results.json '/trials/*' target failure error
pocket null null
raising rejected chat template:1: 1 (what to change: the roles and order of the case's messages, or "system" or "extra" of the target)
$ exit $code
--- stderr
--- exit 3
