routed
sed -i 's/"nobody", "house"/"nobody"/' goldpin.json
goldpin run mini -t careful -o out --filter hard 2>&1 | grep -v provenance
field out/transcripts.jsonl '/*/rounds/*/transcript/failure' '/*/failure'
--- stdout
$ routed
$ sed -i 's/"nobody", "house"/"nobody"/' goldpin.json
$ goldpin run mini -t careful -o out --filter hard 2>&1 | grep -v provenance
goldpin: target careful: fallback over broken, nobody
goldpin: 1 trial (1 case, 1 target)
error   mini/hard/careful/1  # s  refused_connection: cannot connect to 127.0.0.1:PORT: Connection refused
No verdict: no trial was graded (1 broke, 0 skipped) (1 of 3 cases); 1 of 1 trial broke, 0 allowed.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
next        goldpin run mini --resume out -t careful --filter hard --retry-errors   asks again what broke
$ field out/transcripts.jsonl '/*/rounds/*/transcript/failure' '/*/failure'
server_error
refused_connection
--- stderr
--- exit 0
