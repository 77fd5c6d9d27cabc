# SIGINT while a member is asked: 130, and --resume ends with the fingerprint of an undisturbed run.
routed "$(case_of a public easy '1 + 1' 2), $(case_of b public easy '#delay=3s 1 + 2' 3)"
sed -i 's/"default": "cloud"/"default": "chain"/; s/"router": {/"chain": {"provider": "fallback", "members": ["cloud", "house"]}, "router": {/' goldpin.json
(goldpin run mini -j 1 -q -t router -o cut & echo $! > pid; code=0; wait $! || code=$?; echo "exit $code") > cut.txt 2> cut.err &
until [ -s cut/transcripts.jsonl ]; do sleep 0.05; done
kill -INT "$(cat pid)"
wait $!
cat cut.txt
cat cut.err
goldpin run -q --resume cut > resumed.txt
goldpin run mini -q -t router -o whole > whole.txt
[ "$(grep fingerprint resumed.txt)" = "$(grep fingerprint whole.txt)" ] && echo 'same fingerprint'
--- stdout
$ routed "$(case_of a public easy '1 + 1' 2), $(case_of b public easy '#delay=3s 1 + 2' 3)"
$ sed -i 's/"default": "cloud"/"default": "chain"/; s/"router": {/"chain": {"provider": "fallback", "members": ["cloud", "house"]}, "router": {/' goldpin.json
$ (goldpin run mini -j 1 -q -t router -o cut & echo $! > pid; code=0; wait $! || code=$?; echo "exit $code") > cut.txt 2> cut.err &
$ until [ -s cut/transcripts.jsonl ]; do sleep 0.05; done
$ kill -INT "$(cat pid)"
$ wait $!
$ cat cut.txt
exit 130
$ cat cut.err
goldpin: interrupted: 1 of 2 trials are finished and saved in cut
goldpin: go on with: goldpin run mini --resume cut -j 1 -q -t router
$ goldpin run -q --resume cut > resumed.txt
$ goldpin run mini -q -t router -o whole > whole.txt
$ [ "$(grep fingerprint resumed.txt)" = "$(grep fingerprint whole.txt)" ] && echo 'same fingerprint'
same fingerprint
--- stderr
--- exit 0
