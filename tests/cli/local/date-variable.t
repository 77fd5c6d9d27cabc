# Templates that ask by a variable, date_string or datetime, are told the same day.
pocket
mini "$(one_case a '1 + 1' 2)"
echo '{"targets": {"string": {"provider": "local", "model": "string.gguf"}, "moment": {"provider": "local", "model": "moment.gguf"}}}' > goldpin.json
LC_ALL=C sed "s/{{ message\['content'\] }}/{{ date_string        }}/" suites/smoke/pocket/pocket.gguf > string.gguf
LC_ALL=C sed "s/{{ message\['content'\] }}/{{ datetime           }}/" suites/smoke/pocket/pocket.gguf > moment.gguf
goldpin run mini -q -o plain > /dev/null || echo "exit $?"
for f in string moment; do
    id=$(sed -n "s/.*\"target\":\"$f\".*\"prompt_tokens\":\(\[[^]]*\]\).*/\1/p" plain/transcripts.jsonl)
    echo "$id" | goldpin model detokenize $f.gguf
    echo
done
sed -i 's/"model"/"date": "2026-12-01", "model"/g' goldpin.json
goldpin run mini -q -o later > /dev/null || echo "exit $?"
for f in string moment; do sed -n "s/.*\"target\":\"$f\".*\"prompt_tokens\":\(\[[^]]*\]\).*/\1/p" later/transcripts.jsonl | goldpin model detokenize $f.gguf; echo; done
--- stdout
$ pocket
$ mini "$(one_case a '1 + 1' 2)"
$ echo '{"targets": {"string": {"provider": "local", "model": "string.gguf"}, "moment": {"provider": "local", "model": "moment.gguf"}}}' > goldpin.json
$ LC_ALL=C sed "s/{{ message\['content'\] }}/{{ date_string        }}/" suites/smoke/pocket/pocket.gguf > string.gguf
$ LC_ALL=C sed "s/{{ message\['content'\] }}/{{ datetime           }}/" suites/smoke/pocket/pocket.gguf > moment.gguf
$ goldpin run mini -q -o plain > /dev/null || echo "exit $?"
exit 1
$ for f in string moment; do ...
26 Jul 2024
Jul 26 2024 00:00:00 GMT
$ sed -i 's/"model"/"date": "2026-12-01", "model"/g' goldpin.json
$ goldpin run mini -q -o later > /dev/null || echo "exit $?"
exit 1
$ for f in string moment; do sed -n "s/.*\"target\":\"$f\".*\"prompt_tokens\":\(\[[^]]*\]\).*/\1/p" later/transcripts.jsonl | goldpin model detokenize $f.gguf; echo; done
01 Dec 2026
Dec 01 2026 00:00:00 GMT
--- stderr
--- exit 0
