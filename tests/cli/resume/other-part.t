# A split model of which one part is another: a resumed run and diff name it.
mini "$(one_case a 1+1 2), $(one_case b 2+2 4)"
halves
goldpin run mini -q --fail-under 0 -t local:m-00001-of-00002.gguf -o out > /dev/null
cp -r out half
head -n 1 out/transcripts.jsonl > half/transcripts.jsonl
rm half/results.json half/SHA256SUMS
last_byte m-00002-of-00002.gguf
goldpin run mini -q --fail-under 0 --resume half -t local:m-00001-of-00002.gguf || echo "exit $?"
goldpin run mini -q --fail-under 0 -t local:m-00001-of-00002.gguf -o other > /dev/null
goldpin diff out other | sed -n '/^target/,/^$/p'
--- stdout
$ mini "$(one_case a 1+1 2), $(one_case b 2+2 4)"
$ halves
$ goldpin run mini -q --fail-under 0 -t local:m-00001-of-00002.gguf -o out > /dev/null
$ cp -r out half
$ head -n 1 out/transcripts.jsonl > half/transcripts.jsonl
$ rm half/results.json half/SHA256SUMS
$ last_byte m-00002-of-00002.gguf
$ goldpin run mini -q --fail-under 0 --resume half -t local:m-00001-of-00002.gguf || echo "exit $?"
exit 2
$ goldpin run mini -q --fail-under 0 -t local:m-00001-of-00002.gguf -o other > /dev/null
$ goldpin diff out other | sed -n '/^target/,/^$/p'
target m-00001-of-00002
  weights SHA-256: HEX -> HEX
  which differs in part 2 (m-00002-of-00002.gguf)

--- stderr
$ goldpin run mini -q --fail-under 0 --resume half -t local:m-00001-of-00002.gguf || echo "exit $?"
goldpin: this is not the run that was begun: target "m-00001-of-00002" had {"weights_sha256":"HEX"}, now {"weights_sha256":"HEX"}: part 2 (m-00002-of-00002.gguf) is another
--- exit 0
