# Trials asked again under another fact than they were: the fact is named, and where the first answer parts with its margin.
# not for the oracle: t
pocket
LC_ALL=C sed "s/{{ message\['content'\] }}/{{ strftime_now('%F') }}/" suites/smoke/pocket/pocket.gguf > dated.gguf
echo '{"targets": {"dated": {"provider": "local", "model": "dated.gguf", "date": "2025-02-28"}}}' > goldpin.json
said() { goldpin verify "$@" > said || echo "exit $?"; grep -v ' holds  \| not made ' said | sed 's/-\{0,1\}[0-9]*\.[0-9]\{6\}/NUMBER/g'; }
goldpin run suites/smoke -q -t dated --filter sum-carry -o run --fail-under 0 > /dev/null
said run
cp -r run t; sed -i 's/"date": "2025-02-28"/"date": "2025-03-01"/' t/manifest.json
sed -i "s/\"manifest_sha256\": \"[0-9a-f]*\"/\"manifest_sha256\": \"$(sha256sum < t/manifest.json | cut -c 1-64)\"/" t/chain.json; resum t
said t | grep -v report
said run --context 128
said run --kv f16
said run --context 32
--- stdout
$ pocket
$ LC_ALL=C sed "s/{{ message\['content'\] }}/{{ strftime_now('%F') }}/" suites/smoke/pocket/pocket.gguf > dated.gguf
$ echo '{"targets": {"dated": {"provider": "local", "model": "dated.gguf", "date": "2025-02-28"}}}' > goldpin.json
$ said() { goldpin verify "$@" > said || echo "exit $?"; grep -v ' holds  \| not made ' said | sed 's/-\{0,1\}[0-9]*\.[0-9]\{6\}/NUMBER/g'; }
$ goldpin run suites/smoke -q -t dated --filter sum-carry -o run --fail-under 0 > /dev/null
$ said run
The bundle is what it says.
$ cp -r run t; sed -i 's/"date": "2025-02-28"/"date": "2025-03-01"/' t/manifest.json
$ sed -i "s/\"manifest_sha256\": \"[0-9a-f]*\"/\"manifest_sha256\": \"$(sha256sum < t/manifest.json | cut -c 1-64)\"/" t/chain.json; resum t
$ said t | grep -v report
exit 1
rerun      differs   1 local trial asked again, 1 grade
  transcripts.jsonl:1: smoke/sum-carry/dated/1: reply 1: the prompt's tokens are not those that it has now
  the date that the chat template saw was 2025-02-28, is 2025-03-01
  first difference: trial smoke/sum-carry/dated/1, reply 1, position 2
    then: token 50 "2", log-probability NUMBER, margin of the two highest logits NUMBER
    now:  token 51 "3", log-probability NUMBER, margin of the two highest logits NUMBER
The evidence differs from what the bundle says.
$ said run --context 128
  the context was 256, is 128
The bundle is what it says.
$ said run --kv f16
exit 1
rerun      differs   1 local trial asked again, 1 token
  the cache's number format was f32, is f16
  first difference: trial smoke/sum-carry/dated/1: the tokens are the same, their logits are not, reply 1, position 1
    then: token 53 "5", log-probability NUMBER, margin of the two highest logits NUMBER
    now:  token 53 "5", log-probability NUMBER, margin of the two highest logits NUMBER
The evidence differs from what the bundle says.
$ said run --context 32
exit 1
rerun      differs   1 local trial asked again, 1 differs
  the context was 256, is 32
  first difference: trial smoke/sum-carry/dated/1, reply 1, position 1
    then: token 53 "5", log-probability NUMBER, margin of the two highest logits NUMBER
    now:  the end
The evidence differs from what the bundle says.
--- stderr
--- exit 0
