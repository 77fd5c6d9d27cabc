# Nothing is stated of what does not verify, nor signed by what is no key; reproduced only after it was.
# not for the oracle: edited
pocket
goldpin run suites/smoke -q --filter 'sum-*' -o b > said
cp -r b edited
sed -i '1s/"answer": "[0-9]*"/"answer": "0"/' edited/transcripts.jsonl
sed -i 's/"passed": true/"passed": false/' edited/results.json
goldpin attest edited -o att > said 2>&1 || echo "exit $?"
ls att 2> /dev/null | wc -l
goldpin attest b || echo "exit $?"
echo 'no key' > bad.pem
goldpin attest b -o att --sign bad.pem || echo "exit $?"
goldpin attest b -o att --sign none.pem || echo "exit $?"
goldpin attest none -o att || echo "exit $?"
goldpin attest b -o plain > said && field plain/vsa.dsse.json '' payloadType && field plain/vsa.dsse.json '/signatures/*' keyid | wc -l
goldpin attest b -o again --reproduce > said && field again/eval-result-pocket.json /predicate assuranceLevel
field plain/eval-result-pocket.json /predicate assuranceLevel
echo '{"payloadType": "x", "payload": "!!", "signatures": []}' > odd.json
goldpin verify b --rerun none --attestation odd.json || echo "exit $?"
goldpin verify b --rerun none --attestation plain/vsa.dsse.json --key bad.pem || echo "exit $?"
mini
server
goldpin run mini -q -t "openai:m@$URL" -o remote > said
goldpin attest remote -o far > said && ls far
--- stdout
$ pocket
$ goldpin run suites/smoke -q --filter 'sum-*' -o b > said
$ cp -r b edited
$ sed -i '1s/"answer": "[0-9]*"/"answer": "0"/' edited/transcripts.jsonl
$ sed -i 's/"passed": true/"passed": false/' edited/results.json
$ goldpin attest edited -o att > said 2>&1 || echo "exit $?"
exit 2
$ ls att 2> /dev/null | wc -l
0
$ goldpin attest b || echo "exit $?"
exit 2
$ echo 'no key' > bad.pem
$ goldpin attest b -o att --sign bad.pem || echo "exit $?"
exit 2
$ goldpin attest b -o att --sign none.pem || echo "exit $?"
exit 2
$ goldpin attest none -o att || echo "exit $?"
exit 2
$ goldpin attest b -o plain > said && field plain/vsa.dsse.json '' payloadType && field plain/vsa.dsse.json '/signatures/*' keyid | wc -l
application/vnd.in-toto+json
0
$ goldpin attest b -o again --reproduce > said && field again/eval-result-pocket.json /predicate assuranceLevel
reproduced
$ field plain/eval-result-pocket.json /predicate assuranceLevel
self_attested
$ echo '{"payloadType": "x", "payload": "!!", "signatures": []}' > odd.json
$ goldpin verify b --rerun none --attestation odd.json || echo "exit $?"
exit 2
$ goldpin verify b --rerun none --attestation plain/vsa.dsse.json --key bad.pem || echo "exit $?"
exit 2
$ mini
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o remote > said
$ goldpin attest remote -o far > said && ls far
model-card.dsse.json
model-card.json
test-result.dsse.json
test-result.json
vsa.dsse.json
vsa.json
--- stderr
$ goldpin attest b || echo "exit $?"
goldpin: say where the statements go with -o DIR
$ goldpin attest b -o att --sign bad.pem || echo "exit $?"
goldpin: bad.pem holds no Ed25519 private key as PEM without a passphrase (openssl genpkey -algorithm ed25519 makes a private one)
$ goldpin attest b -o att --sign none.pem || echo "exit $?"
goldpin: cannot open none.pem: No such file or directory
$ goldpin attest none -o att || echo "exit $?"
goldpin: none is no bundle: it has no manifest.json
$ goldpin attest b -o plain > said && field plain/vsa.dsse.json '' payloadType && field plain/vsa.dsse.json '/signatures/*' keyid | wc -l
field: plain/vsa.dsse.json: nothing at /signatures/*
$ goldpin verify b --rerun none --attestation odd.json || echo "exit $?"
goldpin: odd.json:1:1: this is no DSSE envelope: it needs payloadType, payload (base64) and signatures
$ goldpin verify b --rerun none --attestation plain/vsa.dsse.json --key bad.pem || echo "exit $?"
goldpin: bad.pem holds no Ed25519 public key as PEM without a passphrase (openssl genpkey -algorithm ed25519 makes a private one, openssl pkey -pubout its public one)
--- exit 0
