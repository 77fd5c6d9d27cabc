# A pipe, folder, device or socket is refused by its name, and not waited for.
mini
mkfifo pipe
mkdir folder
ln -s /dev/zero device
for f in pipe folder device; do
    timeout 20 "$(command -v goldpin)" model info $f || echo "exit $?"
    timeout 20 "$(command -v goldpin)" model hash $f || echo "exit $?"
    timeout 20 "$(command -v goldpin)" run mini -t local:$f -o out || echo "exit $?"
done
timeout 20 "$(command -v goldpin)" lint pipe || echo "exit $?"
timeout 20 "$(command -v goldpin)" run mini -c pipe -t x -o out || echo "exit $?"
timeout 20 "$(command -v goldpin)" run mini --env-file pipe -o out || echo "exit $?"
timeout 20 "$(command -v goldpin)" report pipe || echo "exit $?"
mkdir -p golden/mini bundle
mkfifo bundle/manifest.json
timeout 20 "$(command -v goldpin)" run mini --replay bundle -o out || echo "exit $?"
# A link to a regular file is one.
goldpin lint /dev/stdin < mini/suite.json > /dev/null
--- stdout
$ mini
$ mkfifo pipe
$ mkdir folder
$ ln -s /dev/zero device
$ for f in pipe folder device; do ...
exit 2
exit 2
exit 2
exit 2
exit 2
exit 2
exit 2
exit 2
exit 2
$ timeout 20 "$(command -v goldpin)" lint pipe || echo "exit $?"
exit 2
$ timeout 20 "$(command -v goldpin)" run mini -c pipe -t x -o out || echo "exit $?"
exit 2
$ timeout 20 "$(command -v goldpin)" run mini --env-file pipe -o out || echo "exit $?"
exit 2
$ timeout 20 "$(command -v goldpin)" report pipe || echo "exit $?"
exit 2
$ mkdir -p golden/mini bundle
$ mkfifo bundle/manifest.json
$ timeout 20 "$(command -v goldpin)" run mini --replay bundle -o out || echo "exit $?"
exit 2
$ goldpin lint /dev/stdin < mini/suite.json > /dev/null
--- stderr
$ for f in pipe folder device; do ...
goldpin: cannot read pipe: it is a pipe, not a regular file
goldpin: cannot read pipe: it is a pipe, not a regular file
goldpin: cannot read pipe: it is a pipe, not a regular file
goldpin: cannot read folder: it is a folder, not a regular file
goldpin: cannot read folder: it is a folder, not a regular file
goldpin: cannot read folder: it is a folder, not a regular file
goldpin: cannot read device: it is a device, not a regular file
goldpin: cannot read device: it is a device, not a regular file
goldpin: cannot read device: it is a device, not a regular file
$ timeout 20 "$(command -v goldpin)" lint pipe || echo "exit $?"
goldpin: cannot read pipe: it is a pipe, not a regular file
$ timeout 20 "$(command -v goldpin)" run mini -c pipe -t x -o out || echo "exit $?"
goldpin: cannot read pipe: it is a pipe, not a regular file
$ timeout 20 "$(command -v goldpin)" run mini --env-file pipe -o out || echo "exit $?"
goldpin: cannot read pipe: it is a pipe, not a regular file
$ timeout 20 "$(command -v goldpin)" report pipe || echo "exit $?"
goldpin: cannot read pipe: it is a pipe, not a regular file
$ timeout 20 "$(command -v goldpin)" run mini --replay bundle -o out || echo "exit $?"
goldpin: cannot replay bundle: it has no transcripts.jsonl, so it is no bundle of a run
--- exit 0
