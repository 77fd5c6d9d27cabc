# Nothing is stated of what does not verify, nor signed by what is no key; reproduced only after it was.
# not for the oracle: edited
pocket
goldpin run suites/smoke -q --filter 'sum-*' -o b > said
cp -r b edited
sed -i '1s/"answer": "[0-9]*"/"answer": "0"/' edited/transcripts.jsonl
sed -i 's/"passed": true/"passed": false/' edited/results.json
goldpin attest edited -o att > said 2>&1 || echo "exit $?"
ls att 2> /dev/null | wc -l
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
# In the bundle nothing may be added; a packed one has no folder; a payload of another type is no statement, whoever signed it.
goldpin attest b -o b || echo "exit $?"
goldpin attest b -o b/new/att || echo "exit $?"
goldpin verify b --rerun none | tail -n 1
mkdir -p "b2" && goldpin attest b -o b2/att > said && ls b2/att | wc -l
goldpin verify --pack b -o b.goldpin && goldpin attest b.goldpin -o att || echo "exit $?"
printf -- '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7\n-----END PRIVATE KEY-----\n' > key.pem
openssl pkey -in key.pem -pubout -out public.pem
goldpin attest b -o signed --sign key.pem > said
sed 's|in-toto+json"|in-toto+json\\u0000"|' signed/vsa.dsse.json > odd.json
goldpin verify b --rerun none --attestation odd.json --key public.pem | grep -A 1 '^signature'
goldpin verify remote --rerun none --attestation signed/vsa.dsse.json | grep -A 1 '^signature'
# A pass rate that the gate asked for is a claim; a run that has other trials than local ones is not reproduced as a whole.
goldpin run suites/smoke -q --filter 'count-m*' --fail-under 0.25 -o low > said || echo "exit $?"
goldpin attest low -o low-att > said && field low-att/eval-result-pocket.json '/predicate/claims/*' metric threshold passed
goldpin run suites/smoke -q --filter sum-carry -t local:suites/smoke/pocket/pocket.gguf -t "openai:m@$URL" --fail-under 0 --max-errors 9 -o mixed > said || echo "exit $?"
goldpin attest mixed -o mixed-att --reproduce > said && field mixed-att/vsa.json /predicate/verifiedLevels && field mixed-att/eval-result-pocket.json /predicate assuranceLevel
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
$ goldpin attest b -o b || echo "exit $?"
exit 2
$ goldpin attest b -o b/new/att || echo "exit $?"
exit 2
$ goldpin verify b --rerun none | tail -n 1
The bundle is what it says.
$ mkdir -p "b2" && goldpin attest b -o b2/att > said && ls b2/att | wc -l
8
$ goldpin verify --pack b -o b.goldpin && goldpin attest b.goldpin -o att || echo "exit $?"
exit 2
$ printf -- '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7\n-----END PRIVATE KEY-----\n' > key.pem
$ openssl pkey -in key.pem -pubout -out public.pem
$ goldpin attest b -o signed --sign key.pem > said
$ sed 's|in-toto+json"|in-toto+json\\u0000"|' signed/vsa.dsse.json > odd.json
$ goldpin verify b --rerun none --attestation odd.json --key public.pem | grep -A 1 '^signature'
signature  differs   0 of 1 statements about this bundle are signed by the key
  odd.json: its payload is said to be neither an in-toto statement nor a CycloneDX document
$ goldpin verify remote --rerun none --attestation signed/vsa.dsse.json | grep -A 1 '^signature'
signature  differs   no key was given to check signatures with (--key)
  signed/vsa.dsse.json: its statement is about another bundle
$ goldpin run suites/smoke -q --filter 'count-m*' --fail-under 0.25 -o low > said || echo "exit $?"
exit 1
$ goldpin attest low -o low-att > said && field low-att/eval-result-pocket.json '/predicate/claims/*' metric threshold passed
pass_rate 0.25 false
unexpected_failures 0 true
$ goldpin run suites/smoke -q --filter sum-carry -t local:suites/smoke/pocket/pocket.gguf -t "openai:m@$URL" --fail-under 0 --max-errors 9 -o mixed > said || echo "exit $?"
$ goldpin attest mixed -o mixed-att --reproduce > said && field mixed-att/vsa.json /predicate/verifiedLevels && field mixed-att/eval-result-pocket.json /predicate assuranceLevel
[
      "GOLDPIN_GATE"
    ]
reproduced
--- stderr
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
goldpin: bad.pem holds no public key as PEM, Ed25519 or EC of the curves P-256, P-384 and P-521 (openssl pkey -pubout makes it of a private one)
$ goldpin attest b -o b || echo "exit $?"
goldpin: b lies in the bundle, which must stay as it is; choose a folder beside it, or none: then it is attestations in the bundle
$ goldpin attest b -o b/new/att || echo "exit $?"
goldpin: b/new/att lies in the bundle, which must stay as it is; choose a folder beside it, or none: then it is attestations in the bundle
$ goldpin verify --pack b -o b.goldpin && goldpin attest b.goldpin -o att || echo "exit $?"
goldpin: b.goldpin is packed; unpack it first: mkdir BUNDLE && tar xzf b.goldpin -C BUNDLE
--- exit 0
