# Statements about a bundle, signed; another program agrees with the signature; verify checks key, bundle and payload.
pocket
goldpin run suites/smoke -q --filter 'sum-*' -o b > said
openssl genpkey -algorithm ed25519 -out key.pem 2> /dev/null && openssl pkey -in key.pem -pubout -out public.pem
openssl genpkey -algorithm ed25519 -out other.pem 2> /dev/null && openssl pkey -in other.pem -pubout -out other-public.pem
goldpin attest b -o att --sign key.pem | sed 's/sha256:[0-9a-f]*/DIGEST/'
ls att
field att/test-result.json '' _type predicateType
field att/test-result.json /predicate result
field att/test-result.json '/predicate/passedTests/*' | head -n 2
[ "$(field att/vsa.json '/subject/*/digest' sha256)" = "$(sha256sum b/SHA256SUMS | cut -d ' ' -f 1)" ] && echo 'the subject is the bundle'
field att/vsa.json /predicate verificationResult slsaVersion
field att/eval-result-pocket.json /predicate assuranceLevel sampleSize
field att/model-card.json '' bomFormat specVersion
field att/model-card.json '/components/*/modelCard/quantitativeAnalysis/performanceMetrics/*' type slice
# What was signed, made by hand, and checked by openssl.
field att/vsa.dsse.json '' payload | base64 -d | cmp - att/vsa.json && echo 'the payload is the statement'
{ printf 'DSSEv1 28 application/vnd.in-toto+json %d ' "$(wc -c < att/vsa.json)"; cat att/vsa.json; } > pae
field att/vsa.dsse.json '/signatures/*' sig | base64 -d > signature
openssl pkeyutl -verify -pubin -inkey public.pem -rawin -in pae -sigfile signature
[ "$(field att/vsa.dsse.json '/signatures/*' keyid)" = "$(openssl pkey -pubin -in public.pem -outform DER | sha256sum | cut -d ' ' -f 1)" ] && echo 'the id is that of the key'
goldpin verify b --rerun none --attestation att/vsa.dsse.json --attestation att/model-card.dsse.json --key public.pem | grep '^signature'
goldpin verify b --rerun none --attestation att/vsa.dsse.json | grep '^signature'
goldpin verify b --rerun none | grep '^signature'
goldpin verify b --rerun none --attestation att/vsa.dsse.json --key other-public.pem > said || echo "exit $?"
grep -A 1 '^signature' said | sed 's/by [0-9a-f]\{64\}/by ID/'
# Another payload, another bundle.
sed 's/PASSED/FAILED/' att/vsa.json | base64 -w 0 > payload
sed "s|\"payload\": \"[^\"]*\"|\"payload\": \"$(cat payload)\"|" att/vsa.dsse.json > changed.json
goldpin verify b --rerun none --attestation changed.json --key public.pem > said || echo "exit $?"
grep '^signature' said
goldpin run suites/smoke -q --filter 'copy-*' -o c > said
goldpin verify c --rerun none --attestation att/vsa.dsse.json --key public.pem > said || echo "exit $?"
grep -A 1 '^signature' said
# Without -o they lie in the bundle, which stays what it was; verify finds them there.
goldpin attest b --sign key.pem | tail -n 1
(cd b && sha256sum -c --quiet SHA256SUMS) && echo 'the same files'
goldpin verify b --rerun none --key public.pem | grep -e '^checksums' -e '^signature'
goldpin attest b -o b/else 2>&1 | head -n 1
--- stdout
$ pocket
$ goldpin run suites/smoke -q --filter 'sum-*' -o b > said
$ openssl genpkey -algorithm ed25519 -out key.pem 2> /dev/null && openssl pkey -in key.pem -pubout -out public.pem
$ openssl genpkey -algorithm ed25519 -out other.pem 2> /dev/null && openssl pkey -in other.pem -pubout -out other-public.pem
$ goldpin attest b -o att --sign key.pem | sed 's/sha256:[0-9a-f]*/DIGEST/'
subject     DIGEST
statements  att, signed
$ ls att
eval-result-pocket.dsse.json
eval-result-pocket.json
model-card.dsse.json
model-card.json
test-result.dsse.json
test-result.json
vsa.dsse.json
vsa.json
$ field att/test-result.json '' _type predicateType
https://in-toto.io/Statement/v1 https://in-toto.io/attestation/test-result/v0.1
$ field att/test-result.json /predicate result
PASSED
$ field att/test-result.json '/predicate/passedTests/*' | head -n 2
smoke/sum-carry/pocket/1
smoke/sum-one-digit/pocket/1
$ [ "$(field att/vsa.json '/subject/*/digest' sha256)" = "$(sha256sum b/SHA256SUMS | cut -d ' ' -f 1)" ] && echo 'the subject is the bundle'
the subject is the bundle
$ field att/vsa.json /predicate verificationResult slsaVersion
PASSED 1.0
$ field att/eval-result-pocket.json /predicate assuranceLevel sampleSize
self_attested 3
$ field att/model-card.json '' bomFormat specVersion
CycloneDX 1.7
$ field att/model-card.json '/components/*/modelCard/quantitativeAnalysis/performanceMetrics/*' type slice
pass_rate smoke 1.0.0
mean_score smoke 1.0.0
$ field att/vsa.dsse.json '' payload | base64 -d | cmp - att/vsa.json && echo 'the payload is the statement'
the payload is the statement
$ { printf 'DSSEv1 28 application/vnd.in-toto+json %d ' "$(wc -c < att/vsa.json)"; cat att/vsa.json; } > pae
$ field att/vsa.dsse.json '/signatures/*' sig | base64 -d > signature
$ openssl pkeyutl -verify -pubin -inkey public.pem -rawin -in pae -sigfile signature
Signature Verified Successfully
$ [ "$(field att/vsa.dsse.json '/signatures/*' keyid)" = "$(openssl pkey -pubin -in public.pem -outform DER | sha256sum | cut -d ' ' -f 1)" ] && echo 'the id is that of the key'
the id is that of the key
$ goldpin verify b --rerun none --attestation att/vsa.dsse.json --attestation att/model-card.dsse.json --key public.pem | grep '^signature'
signature  holds     2 of 2 statements about this bundle are signed by the key
$ goldpin verify b --rerun none --attestation att/vsa.dsse.json | grep '^signature'
signature  not made  statements are about this bundle, but no key was given to check their signatures with (--key)
$ goldpin verify b --rerun none | grep '^signature'
signature  not made  no signed statement was given: whoever writes all of the bundle's files anew passes the checks above
$ goldpin verify b --rerun none --attestation att/vsa.dsse.json --key other-public.pem > said || echo "exit $?"
exit 1
$ grep -A 1 '^signature' said | sed 's/by [0-9a-f]\{64\}/by ID/'
signature  differs   0 of 1 statements about this bundle are signed by the key
  att/vsa.dsse.json: no signature is that of the key; it says that it was signed by ID
$ sed 's/PASSED/FAILED/' att/vsa.json | base64 -w 0 > payload
$ sed "s|\"payload\": \"[^\"]*\"|\"payload\": \"$(cat payload)\"|" att/vsa.dsse.json > changed.json
$ goldpin verify b --rerun none --attestation changed.json --key public.pem > said || echo "exit $?"
exit 1
$ grep '^signature' said
signature  differs   0 of 1 statements about this bundle are signed by the key
$ goldpin run suites/smoke -q --filter 'copy-*' -o c > said
$ goldpin verify c --rerun none --attestation att/vsa.dsse.json --key public.pem > said || echo "exit $?"
exit 1
$ grep -A 1 '^signature' said
signature  differs   0 of 1 statements about this bundle are signed by the key
  att/vsa.dsse.json: its statement is about another bundle
$ goldpin attest b --sign key.pem | tail -n 1
statements  b/attestations, signed
$ (cd b && sha256sum -c --quiet SHA256SUMS) && echo 'the same files'
the same files
$ goldpin verify b --rerun none --key public.pem | grep -e '^checksums' -e '^signature'
checksums  holds     41 files are as they were written
signature  holds     4 of 4 statements about this bundle are signed by the key
$ goldpin attest b -o b/else 2>&1 | head -n 1
goldpin: b/else lies in the bundle, which must stay as it is; choose a folder beside it, or none: then it is attestations in the bundle
--- stderr
--- exit 0
