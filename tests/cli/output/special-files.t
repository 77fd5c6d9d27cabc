# Reports go into devices, pipes and open files as they are, and a link stays a link: nothing is replaced but files.
mini
server
mkdir copies
ln -s copies/real.xml link.xml
printf 'earlier\n' > summary.md
mkfifo pipe
cat pipe > from-pipe &
goldpin run mini -q -t "openai:m@$URL" -o one --junit link.xml --markdown /dev/null
[ -L link.xml ] && [ -c /dev/null ] && cmp one/junit.xml copies/real.xml
goldpin run mini -q -t "openai:m@$URL" -o two --junit pipe --markdown /dev/stdout >> summary.md
wait $!
cmp two/junit.xml from-pipe
head -n 2 summary.md
tail -n 4 summary.md
goldpin report two --markdown - | head -n 1
ln -s nowhere/yet dangling
goldpin report two --markdown dangling || echo "exit $?"
--- stdout
$ mini
$ server
$ mkdir copies
$ ln -s copies/real.xml link.xml
$ printf 'earlier\n' > summary.md
$ mkfifo pipe
$ cat pipe > from-pipe &
$ goldpin run mini -q -t "openai:m@$URL" -o one --junit link.xml --markdown /dev/null
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      one
reports     one/report.md one/report.html one/junit.xml one/results.json
$ [ -L link.xml ] && [ -c /dev/null ] && cmp one/junit.xml copies/real.xml
$ goldpin run mini -q -t "openai:m@$URL" -o two --junit pipe --markdown /dev/stdout >> summary.md
$ wait $!
$ cmp two/junit.xml from-pipe
$ head -n 2 summary.md
earlier
# goldpin report: mini 1, 2026-11-20
$ tail -n 4 summary.md
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      two
reports     two/report.md two/report.html two/junit.xml two/results.json
$ goldpin report two --markdown - | head -n 1
# goldpin report: mini 1, 2026-11-20
$ ln -s nowhere/yet dangling
$ goldpin report two --markdown dangling || echo "exit $?"
exit 3
--- stderr
$ goldpin report two --markdown dangling || echo "exit $?"
goldpin: cannot write dangling: No such file or directory
--- exit 0
