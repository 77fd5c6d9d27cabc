mini
mkdir dir
goldpin run mini --replay dir -o out
--- stdout
$ mini
$ mkdir dir
$ goldpin run mini --replay dir -o out
--- stderr
$ goldpin run mini --replay dir -o out
goldpin: cannot replay dir: it has no transcripts.jsonl, so it is no bundle of a run
--- exit 2
