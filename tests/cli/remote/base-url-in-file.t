# A base URL that cannot be one ends the run where it is read. The empty one would have been the provider's own.
mini
for u in '' 127.0.0.1:9/v1 http:// http://127.0.0.1:99999/v1 'http://127.0.0.1:9/v1?key=k' 'http://127.0.0.1:9/a b'; do
    printf '{"targets": {"t": {"provider": "openai", "model": "m", "base_url": "%s"}}}' "$u" > goldpin.json
    goldpin run mini -o out || echo "exit $?"
done
--- stdout
$ mini
$ for u in '' 127.0.0.1:9/v1 http:// http://127.0.0.1:99999/v1 'http://127.0.0.1:9/v1?key=k' 'http://127.0.0.1:9/a b'; do ...
exit 2
exit 2
exit 2
exit 2
exit 2
exit 2
--- stderr
$ for u in '' 127.0.0.1:9/v1 http:// http://127.0.0.1:99999/v1 'http://127.0.0.1:9/v1?key=k' 'http://127.0.0.1:9/a b'; do ...
goldpin: goldpin.json:1:68: a base URL must begin with http:// or https://, such as http://127.0.0.1:PORT/v1
goldpin: goldpin.json:1:68: a base URL must begin with http:// or https://, such as http://127.0.0.1:PORT/v1
goldpin: goldpin.json:1:68: a base URL must name a host, such as http://127.0.0.1:PORT/v1
goldpin: goldpin.json:1:68: the port of a base URL must be a number from 1 to 65535
goldpin: goldpin.json:1:68: a base URL must not hold a '?' or '#': the path of the API is put behind it; give the key in the environment
goldpin: goldpin.json:1:68: a base URL must not hold blanks or control characters
--- exit 0
