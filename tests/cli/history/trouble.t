# What is no history, or no run, is refused with its reason, and changes nothing.
# not for the oracle: edited
pocket
goldpin run suites/smoke -q --filter 'sum-*' -o r1 > said
goldpin history list || echo "exit $?"
echo 'no database, but long enough to be looked at' > text
goldpin history add r1 --history text || echo "exit $?"
cat text
goldpin history add r1
cp goldpin-history.sqlite later
printf '\0\0\0\011' | dd of=later bs=1 seek=60 conv=notrunc 2> /dev/null
goldpin history list --history later || echo "exit $?"
printf 'xxxx' | dd of=later bs=1 seek=68 conv=notrunc 2> /dev/null
goldpin history list --history later || echo "exit $?"
head -c 20000 goldpin-history.sqlite > cut
goldpin history trend smoke --history cut > /dev/null || echo "exit $?"
goldpin history add none || echo "exit $?"
goldpin history add r1 --history none/x/history || echo "exit $?"
goldpin history list --history . || echo "exit $?"
cp -r r1 edited
sed -i 's/"passed": true/"passed": false/' edited/results.json
goldpin history add edited || echo "exit $?"
goldpin history list | wc -l
--- stdout
$ pocket
$ goldpin run suites/smoke -q --filter 'sum-*' -o r1 > said
$ goldpin history list || echo "exit $?"
exit 2
$ echo 'no database, but long enough to be looked at' > text
$ goldpin history add r1 --history text || echo "exit $?"
exit 2
$ cat text
no database, but long enough to be looked at
$ goldpin history add r1
added       r1
$ cp goldpin-history.sqlite later
$ printf '\0\0\0\011' | dd of=later bs=1 seek=60 conv=notrunc 2> /dev/null
$ goldpin history list --history later || echo "exit $?"
exit 2
$ printf 'xxxx' | dd of=later bs=1 seek=68 conv=notrunc 2> /dev/null
$ goldpin history list --history later || echo "exit $?"
exit 2
$ head -c 20000 goldpin-history.sqlite > cut
$ goldpin history trend smoke --history cut > /dev/null || echo "exit $?"
exit 2
$ goldpin history add none || echo "exit $?"
exit 2
$ goldpin history add r1 --history none/x/history || echo "exit $?"
exit 2
$ goldpin history list --history . || echo "exit $?"
exit 2
$ cp -r r1 edited
$ sed -i 's/"passed": true/"passed": false/' edited/results.json
$ goldpin history add edited || echo "exit $?"
exit 2
$ goldpin history list | wc -l
1
--- stderr
$ goldpin history list || echo "exit $?"
goldpin: there is no history goldpin-history.sqlite; goldpin history add RUN begins one
$ goldpin history add r1 --history text || echo "exit $?"
goldpin: text is no history: it is no SQLite file
$ goldpin history list --history later || echo "exit $?"
goldpin: later has layout 9, this goldpin knows layout 1: use the goldpin that wrote it
$ goldpin history list --history later || echo "exit $?"
goldpin: later is no history: another program made this SQLite file
$ goldpin history trend smoke --history cut > /dev/null || echo "exit $?"
goldpin: cut is damaged: database disk image is malformed
$ goldpin history add none || echo "exit $?"
goldpin: cannot open none: No such file or directory
$ goldpin history add r1 --history none/x/history || echo "exit $?"
goldpin: cannot open none/x/history: unable to open database file
$ goldpin history list --history . || echo "exit $?"
goldpin: . is no history: it is a folder
$ goldpin history add edited || echo "exit $?"
goldpin: edited/results.json is not the file that was written: its SHA-256 is HEX, listed is HEX; goldpin verify edited says what differs
--- exit 0
