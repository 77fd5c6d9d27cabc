# What a run would take: its four slots, unless another number is asked for.
pocket
goldpin model estimate suites/smoke/pocket/pocket.gguf --json -o four.json
goldpin model estimate suites/smoke/pocket/pocket.gguf --json --slots 1 -o one.json
field four.json /slots && field one.json /slots
echo "$(($(field four.json /kv_bytes) / $(field one.json /kv_bytes))) times the cache"
goldpin run suites/smoke -q --filter sum-carry --golden none -o out > out.txt
field out/manifest.json /targets/0/device/slots
--- stdout
$ pocket
$ goldpin model estimate suites/smoke/pocket/pocket.gguf --json -o four.json
$ goldpin model estimate suites/smoke/pocket/pocket.gguf --json --slots 1 -o one.json
$ field four.json /slots && field one.json /slots
4
1
$ echo "$(($(field four.json /kv_bytes) / $(field one.json /kv_bytes))) times the cache"
4 times the cache
$ goldpin run suites/smoke -q --filter sum-carry --golden none -o out > out.txt
$ field out/manifest.json /targets/0/device/slots
4
--- stderr
--- exit 0
