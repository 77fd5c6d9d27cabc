mini
head -c 100000 "$ROOT/suites/smoke/pocket/pocket.gguf" > x.gguf
goldpin run mini -t local:x.gguf || code=$?
ls -d reports 2> /dev/null || echo 'nothing is left'
exit $code
--- stdout
--- stderr
--- exit 0
