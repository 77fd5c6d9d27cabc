# A model's own signature: a sigstore bundle over an in-toto statement that lists the weights. It is given or found beside the
# model, checked with the key, and held against the weights that the bundle states.
command -v openssl > /dev/null || skip 'no openssl'
pocket
# statement FILE METHOD: over the one file; its subject is the digest over the digests of its files.
statement() {
    printf '{"_type": "https://in-toto.io/Statement/v1", "subject": [{"name": "m", "digest": {"sha256": "%s"}}], "predicateType": "https://model_signing/signature/v1.0", "predicate": {"serialization": {"method": "%s", "hash_type": "sha256"}, "resources": [{"name": "w", "algorithm": "sha256", "digest": "%s"}]}}' \
        "$(openssl dgst -sha256 -binary "$1" | sha256sum | cut -c 1-64)" "$2" "$(sha256sum < "$1" | cut -c 1-64)" > payload
}
# enveloped: ./payload with the signature ./made, as a sigstore bundle.
enveloped() {
    printf '{"mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json", "verificationMaterial": {"publicKey": {"hint": ""}, "tlogEntries": []}, "dsseEnvelope": {"payload": "%s", "payloadType": "application/vnd.in-toto+json", "signatures": [{"sig": "%s", "keyid": ""}]}}' \
        "$(base64 -w 0 payload)" "$(base64 -w 0 made)"
}
signed() { printf 'DSSEv1 28 application/vnd.in-toto+json %s ' "$(wc -c < payload)" | cat - payload > pae; "$@" pae > made; enveloped; }
ec() { openssl dgst -sha256 -sign ec.pem "$1"; }
ed() { openssl pkeyutl -sign -inkey ed.pem -rawin -in "$1"; }
said() { goldpin verify "$@" --rerun none > said || echo "exit $?"; grep '^model \|sig:\|^The bundle\|^What\|^The evidence' said || true; }
openssl ecparam -name prime256v1 -genkey -noout -out ec.pem && openssl pkey -in ec.pem -pubout -out ec.pub
openssl genpkey -algorithm ed25519 -out ed.pem && openssl pkey -in ed.pem -pubout -out ed.pub
cp suites/smoke/pocket/pocket.gguf house.gguf
goldpin run suites/smoke --filter sum-carry -q -t local:house.gguf -o run --fail-under 0 > /dev/null
said run
said run --model-key ec.pub
statement house.gguf files; signed ec > a.sig; signed ed > b.sig
said run --model-signature a.sig --model-key ec.pub
said run --model-signature b.sig --model-key ed.pub
said run --model-signature a.sig --model-key ed.pub
said run --model-signature a.sig || true
cp a.sig house.gguf.sig
said run
said run --model-key ec.pub
sed -i 's/"name": "w"/"name": "v"/' payload; enveloped > edited.sig
said run --model-signature edited.sig --model-key ed.pub
echo other > other; statement other files; signed ec > other.sig
said run --model-signature other.sig --model-key ec.pub
statement house.gguf shards; signed ec > pieces.sig
said run --model-signature pieces.sig --model-key ec.pub
statement house.gguf files; sed -i 's/"sha256": "......../"sha256": "00000000/' payload; signed ec > subject.sig
said run --model-signature subject.sig --model-key ec.pub
said run --model-signature house.gguf --model-key ec.pub
said run --model-signature a.sig --model-key ec.pem
--- stdout
$ command -v openssl > /dev/null || skip 'no openssl'
$ pocket
$ statement() { ...
$ enveloped() { ...
$ signed() { printf 'DSSEv1 28 application/vnd.in-toto+json %s ' "$(wc -c < payload)" | cat - payload > pae; "$@" pae > made; enveloped; }
$ ec() { openssl dgst -sha256 -sign ec.pem "$1"; }
$ ed() { openssl pkeyutl -sign -inkey ed.pem -rawin -in "$1"; }
$ said() { goldpin verify "$@" --rerun none > said || echo "exit $?"; grep '^model \|sig:\|^The bundle\|^What\|^The evidence' said || true; }
$ openssl ecparam -name prime256v1 -genkey -noout -out ec.pem && openssl pkey -in ec.pem -pubout -out ec.pub
$ openssl genpkey -algorithm ed25519 -out ed.pem && openssl pkey -in ed.pem -pubout -out ed.pub
$ cp suites/smoke/pocket/pocket.gguf house.gguf
$ goldpin run suites/smoke --filter sum-carry -q -t local:house.gguf -o run --fail-under 0 > /dev/null
$ said run
The bundle is what it says.
$ said run --model-key ec.pub
exit 3
model      not made  no signature stands beside a model; say where it is with --model-signature FILE
What was asked for could not be run again; what could be checked holds.
$ statement house.gguf files; signed ec > a.sig; signed ed > b.sig
$ said run --model-signature a.sig --model-key ec.pub
model      holds     a.sig signs the weights of house, by the key; no transparency log and no certificate was looked at
The bundle is what it says.
$ said run --model-signature b.sig --model-key ed.pub
model      holds     b.sig signs the weights of house, by the key; no transparency log and no certificate was looked at
The bundle is what it says.
$ said run --model-signature a.sig --model-key ed.pub
exit 1
model      differs   no signature here is good for the weights
  a.sig: no signature in it is that of the key
The evidence differs from what the bundle says.
$ said run --model-signature a.sig || true
exit 2
$ cp a.sig house.gguf.sig
$ said run
model      not made  house.gguf.sig stands beside the model; --model-key PUBLIC.pem checks it
The bundle is what it says.
$ said run --model-key ec.pub
model      holds     house.gguf.sig signs the weights of house, by the key; no transparency log and no certificate was looked at
The bundle is what it says.
$ sed -i 's/"name": "w"/"name": "v"/' payload; enveloped > edited.sig
$ said run --model-signature edited.sig --model-key ed.pub
exit 1
model      differs   no signature here is good for the weights
  edited.sig: no signature in it is that of the key
The evidence differs from what the bundle says.
$ echo other > other; statement other files; signed ec > other.sig
$ said run --model-signature other.sig --model-key ec.pub
exit 1
model      differs   no signature here is good for the weights
  other.sig: it signs other weights than those of the bundle
The evidence differs from what the bundle says.
$ statement house.gguf shards; signed ec > pieces.sig
$ said run --model-signature pieces.sig --model-key ec.pub
exit 1
model      differs   no signature here is good for the weights
  pieces.sig: it signs pieces of files, which are not compared here
The evidence differs from what the bundle says.
$ statement house.gguf files; sed -i 's/"sha256": "......../"sha256": "00000000/' payload; signed ec > subject.sig
$ said run --model-signature subject.sig --model-key ec.pub
exit 1
model      differs   no signature here is good for the weights
  subject.sig: the digest of its subject is not that of the files that it lists
The evidence differs from what the bundle says.
$ said run --model-signature house.gguf --model-key ec.pub
exit 2
$ said run --model-signature a.sig --model-key ec.pem
exit 2
--- stderr
$ said run --model-signature a.sig || true
goldpin: --model-signature needs the key that it is checked with: --model-key PUBLIC.pem
$ said run --model-signature house.gguf --model-key ec.pub
goldpin: house.gguf:1:1: expected a value, found 'GGUF\x03'
$ said run --model-signature a.sig --model-key ec.pem
goldpin: ec.pem holds no public key as PEM, Ed25519 or EC of the curves P-256, P-384 and P-521 (openssl pkey -pubout makes it of a private one)
--- exit 0
