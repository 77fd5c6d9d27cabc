# All parts of a split model: the digest of the whole is that of the parts' digests, the tensors are those of the one file.
pocket
halves
goldpin model hash m-00001-of-00002.gguf
goldpin model hash m-00001-of-00002.gguf | sed -n 's/^part *\([0-9a-f]*\) /\1  /p' | sha256sum -c -
goldpin model hash m-00001-of-00002.gguf | sed -n 's/^tensors *//p' > split.txt
goldpin model hash suites/smoke/pocket/pocket.gguf | sed -n 's/^tensors *//p' | cmp - split.txt
for part in m-*; do sha256sum "$part" | sed 's/ .*//; s/../0x& /g' | xargs printf '%03o ' | sed 's/[0-7]* /\\&/g; s/ //g' | xargs -0 printf; done > digests
goldpin model hash m-00001-of-00002.gguf | sed -n 's/^file *//p' > file.txt
sha256sum digests | cut -c 1-64 | cmp - file.txt
goldpin model hash m-00001-of-00002.gguf | head -n 1 > before.txt
last_byte m-00002-of-00002.gguf
goldpin model hash m-00001-of-00002.gguf | head -n 1 | cmp -s - before.txt || echo 'another model'
--- stdout
$ pocket
$ halves
$ goldpin model hash m-00001-of-00002.gguf
file    HEX
tensors HEX
part    HEX m-00001-of-00002.gguf
part    HEX m-00002-of-00002.gguf
$ goldpin model hash m-00001-of-00002.gguf | sed -n 's/^part *\([0-9a-f]*\) /\1  /p' | sha256sum -c -
m-00001-of-00002.gguf: OK
m-00002-of-00002.gguf: OK
$ goldpin model hash m-00001-of-00002.gguf | sed -n 's/^tensors *//p' > split.txt
$ goldpin model hash suites/smoke/pocket/pocket.gguf | sed -n 's/^tensors *//p' | cmp - split.txt
$ for part in m-*; do sha256sum "$part" | sed 's/ .*//; s/../0x& /g' | xargs printf '%03o ' | sed 's/[0-7]* /\\&/g; s/ //g' | xargs -0 printf; done > digests
$ goldpin model hash m-00001-of-00002.gguf | sed -n 's/^file *//p' > file.txt
$ sha256sum digests | cut -c 1-64 | cmp - file.txt
$ goldpin model hash m-00001-of-00002.gguf | head -n 1 > before.txt
$ last_byte m-00002-of-00002.gguf
$ goldpin model hash m-00001-of-00002.gguf | head -n 1 | cmp -s - before.txt || echo 'another model'
another model
--- stderr
--- exit 0
