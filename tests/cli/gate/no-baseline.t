# A baseline that is not there, or shares nothing with the run, is never green.
mini
server
try() { goldpin run mini -q -t m="openai:m@$URL" -o out --baseline "$1" || echo "exit $?"; }
try nowhere
git init -q -b main .
try git:main
git -c user.name=n -c user.email=e commit -q --allow-empty -m one
try git:main
try git:-p
try git:
try git:main:
mini "$(one_case other '1 + 1' 2)"
goldpin run mini -q -t m="openai:m@$URL" -o old > /dev/null
mini
rm -rf out
goldpin run mini -q -t m="openai:m@$URL" -o out --baseline old > said || echo "exit $?"
head -n 1 said
--- stdout
$ mini
$ server
$ try() { goldpin run mini -q -t m="openai:m@$URL" -o out --baseline "$1" || echo "exit $?"; }
$ try nowhere
exit 2
$ git init -q -b main .
$ try git:main
exit 2
$ git -c user.name=n -c user.email=e commit -q --allow-empty -m one
$ try git:main
exit 2
$ try git:-p
exit 2
$ try git:
exit 2
$ try git:main:
exit 2
$ mini "$(one_case other '1 + 1' 2)"
$ goldpin run mini -q -t m="openai:m@$URL" -o old > /dev/null
$ mini
$ rm -rf out
$ goldpin run mini -q -t m="openai:m@$URL" -o out --baseline old > said || echo "exit $?"
exit 1
$ head -n 1 said
Gate failed: nothing can be compared with baseline old: mini/sum: the baseline does not have it, ….
--- stderr
$ try nowhere
goldpin: --baseline: cannot open nowhere: No such file or directory
$ try git:main
goldpin: --baseline: git:main: git says: fatal: Needed a single revision
$ try git:main
goldpin: --baseline: git:main: git says: fatal: path 'baseline/results.json' does not exist in 'main'
$ try git:-p
goldpin: --baseline: "git:-p" names no commit: write git:REF or git:REF:PATH, for example git:main
$ try git:
goldpin: --baseline: "git:" names no commit: write git:REF or git:REF:PATH, for example git:main
$ try git:main:
goldpin: --baseline: "git:main:" names no commit: write git:REF or git:REF:PATH, for example git:main
--- exit 0
