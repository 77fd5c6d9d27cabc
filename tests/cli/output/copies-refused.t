# Where a copy of a report cannot be written is said before anything is asked.
mini
server
mkdir folder
: > file
for to in folder file/junit.xml folder/../file/x/y.xml /proc/none/x.xml; do goldpin run mini -q -t "openai:m@$URL" -o out --junit "$to" || echo "exit $?"; done
goldpin run mini -q -t "openai:m@$URL" -o out --markdown folder || echo "exit $?"
ls out 2>/dev/null || echo "no bundle"
goldpin run mini -q -t "openai:m@$URL" -o out --junit new/deep/junit.xml > /dev/null
ls new/deep
--- stdout
$ mini
$ server
$ mkdir folder
$ : > file
$ for to in folder file/junit.xml folder/../file/x/y.xml /proc/none/x.xml; do goldpin run mini -q -t "openai:m@$URL" -o out --junit "$to" || echo "exit $?"; done
exit 2
exit 2
exit 2
exit 2
$ goldpin run mini -q -t "openai:m@$URL" -o out --markdown folder || echo "exit $?"
exit 2
$ ls out 2>/dev/null || echo "no bundle"
no bundle
$ goldpin run mini -q -t "openai:m@$URL" -o out --junit new/deep/junit.xml > /dev/null
$ ls new/deep
junit.xml
--- stderr
$ for to in folder file/junit.xml folder/../file/x/y.xml /proc/none/x.xml; do goldpin run mini -q -t "openai:m@$URL" -o out --junit "$to" || echo "exit $?"; done
goldpin: cannot write folder: it is a folder; name a file in it
goldpin: cannot write file/junit.xml: file is no folder
goldpin: cannot write folder/../file/x/y.xml: folder/../file is no folder
goldpin: cannot write /proc/none/x.xml: /proc/none/x.xml: No such file or directory
$ goldpin run mini -q -t "openai:m@$URL" -o out --markdown folder || echo "exit $?"
goldpin: cannot write folder: it is a folder; name a file in it
--- exit 0
