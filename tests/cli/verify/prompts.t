# The prompts of local trials are rendered again by the template that the manifest holds; another template is named though
# every digest was made to fit, and so are tokens that the prompt does not have. Bundles without a template are read.
# not for the oracle: t
command -v python3 > /dev/null || skip 'no python3'
pocket
oracle() { python3 "$ROOT/tests/oracle/bundle/check_bundle.py" "$1" || echo "exit $?"; }
# fit FILE: t/chain.json and t/SHA256SUMS fit the edited t/FILE.
fit() { sed -i "s/\"manifest_sha256\": \"[0-9a-f]*\"/\"manifest_sha256\": \"$(sha256sum < t/manifest.json | cut -c 1-64)\"/" t/chain.json; resum t; }
said() { goldpin verify "$@" > said || echo "exit $?"; grep 'prompts  \|SHA-256\|rerun  \|prompt.s tokens\|template' said; }
goldpin run suites/smoke --filter recall-name -q -o run > /dev/null
said run
field run/manifest.json /targets/0/template/bos_token
goldpin show run recall-name | grep 'prompt:'
cp -r run t; sed -i 's/<|user|>{%/<|user|> {%/' t/manifest.json; fit; said t
oracle t
rm -rf t; cp -r run t; sed -i -z 's/,\n *"template": {\n\([^\n]*\n\)\{4\} *}//' t/manifest.json; fit; said t
oracle t
rm -rf t; cp -r run t; sed -i 's/"prompt_tokens":\[256/"prompt_tokens":[257/' t/transcripts.jsonl; said t
sed 's/<|user|>{%/<|USER|>{%/' suites/smoke/pocket/pocket.gguf > other.gguf
goldpin verify run --model other.gguf --sample 1 | grep template
--- stdout
$ command -v python3 > /dev/null || skip 'no python3'
$ pocket
$ oracle() { python3 "$ROOT/tests/oracle/bundle/check_bundle.py" "$1" || echo "exit $?"; }
$ fit() { sed -i "s/\"manifest_sha256\": \"[0-9a-f]*\"/\"manifest_sha256\": \"$(sha256sum < t/manifest.json | cut -c 1-64)\"/" t/chain.json; resum t; }
$ said() { goldpin verify "$@" > said || echo "exit $?"; grep 'prompts  \|SHA-256\|rerun  \|prompt.s tokens\|template' said; }
$ goldpin run suites/smoke --filter recall-name -q -o run > /dev/null
$ said run
prompts    holds     2 prompts of local trials rendered again
rerun      holds     1 local trial asked again, 1 bitwise
$ field run/manifest.json /targets/0/template/bos_token
<|bos|>
$ goldpin show run recall-name | grep 'prompt:'
    prompt: <|bos|><|user|>My name is Zoe.<|end|><|assistant|>
    prompt: <|bos|><|user|>My name is Zoe.<|end|><|assistant|>Noted.<|end|><|user|>What is my name?<|end|><|assistant|>
$ cp -r run t; sed -i 's/<|user|>{%/<|user|> {%/' t/manifest.json; fit; said t
exit 1
prompts    differs   2 of 2 prompts are not what was asked
  transcripts.jsonl:1: smoke/recall-name/pocket/1: reply 1: the template and the messages give a prompt with SHA-256 HEX, and HEX was asked
  transcripts.jsonl:1: smoke/recall-name/pocket/1: reply 2: the template and the messages give a prompt with SHA-256 HEX, and HEX was asked
rerun      holds     1 local trial asked again, 1 bitwise
  the chat template's digest was HEX, is HEX
$ oracle t
t/transcripts.jsonl: smoke/recall-name/pocket/1: reply 1 was asked with another prompt
t/transcripts.jsonl: smoke/recall-name/pocket/1: reply 2 was asked with another prompt
t: 38 files, 1 trials, 1 criteria, 0 not judged, 0 votes, 2 prompts, 0 not rendered, 1 fingerprints; 2 differ
exit 1
$ rm -rf t; cp -r run t; sed -i -z 's/,\n *"template": {\n\([^\n]*\n\)\{4\} *}//' t/manifest.json; fit; said t
prompts    not made  the bundle does not hold chat templates; an earlier version wrote it
rerun      holds     1 local trial asked again, 1 bitwise
$ oracle t
t: 38 files, 1 trials, 1 criteria, 0 not judged, 0 votes, 0 prompts, 2 not rendered, 1 fingerprints; 0 differ
$ rm -rf t; cp -r run t; sed -i 's/"prompt_tokens":\[256/"prompt_tokens":[257/' t/transcripts.jsonl; said t
exit 1
  transcripts.jsonl: t/transcripts.jsonl is not the file that was written: its SHA-256 is HEX, listed is HEX
prompts    holds     2 prompts of local trials rendered again
rerun      differs   1 local trial asked again, 1 bitwise
  transcripts.jsonl:1: smoke/recall-name/pocket/1: reply 1: the prompt's tokens are not those that it has now
$ sed 's/<|user|>{%/<|USER|>{%/' suites/smoke/pocket/pocket.gguf > other.gguf
$ goldpin verify run --model other.gguf --sample 1 | grep template
  the chat template's digest was HEX, is HEX
--- stderr
--- exit 0
