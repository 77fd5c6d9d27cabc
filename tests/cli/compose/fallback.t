# Two members break, each in its own way; the third answers. Nobody is told that it was the first.
routed
goldpin run mini -q -t careful -o out --filter 'hard' > out.txt || cat out.txt
field out/transcripts.jsonl '/*/served_by'
field out/transcripts.jsonl '/*/rounds/*/transcript/failure'
part '### Members that broke' out/report.md
--- stdout
$ routed
$ goldpin run mini -q -t careful -o out --filter 'hard' > out.txt || cat out.txt
$ field out/transcripts.jsonl '/*/served_by'
house
$ field out/transcripts.jsonl '/*/rounds/*/transcript/failure'
server_error
refused_connection
$ part '### Members that broke' out/report.md
### Members that broke

In trials that went on with another one.

- `broken` of `careful` in trials of `careful`: server_error, 1 time
- `nobody` of `careful` in trials of `careful`: refused_connection, 1 time

--- stderr
--- exit 0
