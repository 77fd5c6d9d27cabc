# A pipe in the place of a bundle's file is refused at once: writing it would wait for a reader forever. What a killed run left
# behind is swept away, whatever it is.
mini
server
goldpin run mini -q -t "openai:m@$URL" -o whole > /dev/null
for f in results.json transcripts.jsonl manifest.json SHA256SUMS pending/mini more report.md.tmp-12; do
    rm -rf cut && cp -R whole cut && rm -rf "cut/$f" && mkdir -p "$(dirname "cut/$f")" && mkfifo "cut/$f"
    timeout -k 1 20 goldpin run -q --resume cut -t "openai:m@$URL" > /dev/null 2> said || echo "$f: exit $?: $(cat said)"
done
mkdir rec && mkfifo rec/topology.xml
timeout -k 1 20 goldpin run mini -q -t "openai:m@$URL" --record rec -o new > /dev/null || echo "exit $?"
mkdir -p golden/mini/openai-m && mkfifo golden/mini/openai-m/sum.json
timeout -k 1 20 goldpin run mini -q -t "openai:m@$URL" -o other > /dev/null || echo "exit $?"
--- stdout
$ mini
$ server
$ goldpin run mini -q -t "openai:m@$URL" -o whole > /dev/null
$ for f in results.json transcripts.jsonl manifest.json SHA256SUMS pending/mini more report.md.tmp-12; do ...
results.json: exit 2: goldpin: cannot go on: cut/results.json is a pipe or a device, and no file of a run; remove it
transcripts.jsonl: exit 2: goldpin: cannot go on: cut/transcripts.jsonl is a pipe or a device, and no file of a run; remove it
manifest.json: exit 2: goldpin: cut holds no run to go on with; name the bundle of one, or give the suite of a run to begin there
SHA256SUMS: exit 2: goldpin: cannot go on: cut/SHA256SUMS is a pipe or a device, and no file of a run; remove it
pending/mini: exit 2: goldpin: cannot go on: cut/pending/mini is a pipe or a device, and no file of a run; remove it
more: exit 2: goldpin: cannot go on: cut/more is a pipe or a device, and no file of a run; remove it
$ mkdir rec && mkfifo rec/topology.xml
$ timeout -k 1 20 goldpin run mini -q -t "openai:m@$URL" --record rec -o new > /dev/null || echo "exit $?"
exit 2
$ mkdir -p golden/mini/openai-m && mkfifo golden/mini/openai-m/sum.json
$ timeout -k 1 20 goldpin run mini -q -t "openai:m@$URL" -o other > /dev/null || echo "exit $?"
exit 2
--- stderr
$ timeout -k 1 20 goldpin run mini -q -t "openai:m@$URL" --record rec -o new > /dev/null || echo "exit $?"
goldpin: the folder for the recording, rec, is not empty; name another
$ timeout -k 1 20 goldpin run mini -q -t "openai:m@$URL" -o other > /dev/null || echo "exit $?"
goldpin: cannot read golden/mini/openai-m/sum.json: it is a pipe, not a regular file
--- exit 0
