# What a target would silently pass over is refused, as an unknown key is.
mini
for m in '"provider": "local", "model": "m.gguf", "base_url": "http://127.0.0.1:9/v1"' '"provider": "local", "model": "m.gguf", "headers": {"x": "y"}' '"provider": "openai", "model": "m", "kv": "f16"'; do
    printf '{"targets": {"t": {%s}}}' "$m" > goldpin.json
    goldpin run mini -o out || echo "exit $?"
done
--- stdout
$ mini
$ for m in '"provider": "local", "model": "m.gguf", "base_url": "http://127.0.0.1:9/v1"' '"provider": "local", "model": "m.gguf", "headers": {"x": "y"}' '"provider": "openai", "model": "m", "kv": "f16"'; do ...
exit 2
exit 2
exit 2
--- stderr
$ for m in '"provider": "local", "model": "m.gguf", "base_url": "http://127.0.0.1:9/v1"' '"provider": "local", "model": "m.gguf", "headers": {"x": "y"}' '"provider": "openai", "model": "m", "kv": "f16"'; do ...
goldpin: goldpin.json:1:72: a target of provider local takes no "base_url"
goldpin: goldpin.json:1:71: a target of provider local takes no "headers"
goldpin: goldpin.json:1:62: a target of provider openai takes no "kv"
--- exit 0
