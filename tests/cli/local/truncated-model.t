mini
head -c 100000 "$ROOT/suites/smoke/pocket/pocket.gguf" > x.gguf
goldpin run mini -t local:x.gguf || code=$?
ls -d reports 2> /dev/null || echo 'nothing is left'
exit $code
--- stdout
$ mini
$ head -c 100000 "$ROOT/suites/smoke/pocket/pocket.gguf" > x.gguf
$ goldpin run mini -t local:x.gguf || code=$?
$ ls -d reports 2> /dev/null || echo 'nothing is left'
nothing is left
$ exit $code
--- stderr
$ goldpin run mini -t local:x.gguf || code=$?
goldpin: x.gguf: tensor "blk.0.attn_q.weight" (offset 8699): its 39168 bytes at 57024 of the data section (from 8704) reach beyond the end of the file, 100000: truncated file?
--- exit 2
