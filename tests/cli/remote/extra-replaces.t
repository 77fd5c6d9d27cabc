# "extra" of a remote target adds to its requests; it does not change what is asked, or whom: the report would tell otherwise.
mini
for member in '"messages": []' '"model": "other"' '"stream": true'; do
    echo '{"targets": {"t": {"provider": "openai", "model": "m", "base_url": "http://127.0.0.1:1/v1", "extra": {"reasoning_effort": "low", '"$member"'}}}}' > goldpin.json
    goldpin run mini -q -o out || echo "exit $?"
done
--- stdout
$ mini
$ for member in '"messages": []' '"model": "other"' '"stream": true'; do ...
exit 2
exit 2
exit 2
--- stderr
$ for member in '"messages": []' '"model": "other"' '"stream": true'; do ...
goldpin: goldpin.json:1:142: "extra" adds to the request of a remote target; "messages" comes from the case or the target: use the case's "messages" and "turns"
goldpin: goldpin.json:1:139: "extra" adds to the request of a remote target; "model" comes from the case or the target: use "model" of the target
goldpin: goldpin.json:1:140: "extra" adds to the request of a remote target; "stream" comes from the case or the target: use "stream" of the target
--- exit 0
