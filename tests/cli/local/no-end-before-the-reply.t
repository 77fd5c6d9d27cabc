# A file that wants an end token behind every text does not mean a prompt, behind which the reply begins; whoever writes its BOS.
mini
adds='s/\(tokenizer.ggml.add_..s_token\)\x07\x00\x00\x00./\1\x07\x00\x00\x00\x01/g'
LC_ALL=C sed "$adds" "$ROOT/suites/smoke/pocket/pocket.gguf" > template.gguf
LC_ALL=C sed "$adds;s/<|bos|>{%/{#bos#}{%/" "$ROOT/suites/smoke/pocket/pocket.gguf" > file.gguf
for bos in template file; do
    goldpin run mini -q -t local:$bos.gguf -o $bos > out || true
    field $bos/transcripts.jsonl '/*/replies/*/prompt_tokens'
done
--- stdout
$ mini
$ adds='s/\(tokenizer.ggml.add_..s_token\)\x07\x00\x00\x00./\1\x07\x00\x00\x00\x01/g'
$ LC_ALL=C sed "$adds" "$ROOT/suites/smoke/pocket/pocket.gguf" > template.gguf
$ LC_ALL=C sed "$adds;s/<|bos|>{%/{#bos#}{%/" "$ROOT/suites/smoke/pocket/pocket.gguf" > file.gguf
$ for bos in template file; do ...
[256,259,87,104,97,116,32,105,115,32,50,32,43,32,51,63,257,260]
[256,259,87,104,97,116,32,105,115,32,50,32,43,32,51,63,257,260]
--- stderr
--- exit 0
