# An unfinished refinement is no answer.
refined
sed -i 's/"critic": "reader"/"critic": "broken"/' goldpin.json
goldpin run mini -t pair -o out -q || echo "exit $?"
field out/results.json '/trials/*/error'
--- stdout
$ refined
$ sed -i 's/"critic": "reader"/"critic": "broken"/' goldpin.json
$ goldpin run mini -t pair -o out -q || echo "exit $?"
No verdict: no trial was graded (1 broke, 0 skipped); 1 of 1 trial broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
cost        at least 0.000006 USD (1 trial of unknown cost)
exit 3
$ field out/results.json '/trials/*/error'
critic broken, round 1: HTTP 500, server_error: The server had an error.\nSecond line \x1B[31mred.
--- stderr
--- exit 0
