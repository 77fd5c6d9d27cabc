# A recording is never mixed with anything else.
mini
mkdir rec file
echo mine > rec/note
echo mine > not-a-folder
goldpin run mini -t openai:m@http://127.0.0.1:1/v1 --record rec || echo "exit $?"
goldpin run mini -t openai:m@http://127.0.0.1:1/v1 --record not-a-folder || echo "exit $?"
goldpin run mini -t openai:m@http://127.0.0.1:1/v1 --record out -o out || echo "exit $?"
find . -type f | LC_ALL=C sort
--- stdout
$ mini
$ mkdir rec file
$ echo mine > rec/note
$ echo mine > not-a-folder
$ goldpin run mini -t openai:m@http://127.0.0.1:1/v1 --record rec || echo "exit $?"
exit 2
$ goldpin run mini -t openai:m@http://127.0.0.1:1/v1 --record not-a-folder || echo "exit $?"
exit 2
$ goldpin run mini -t openai:m@http://127.0.0.1:1/v1 --record out -o out || echo "exit $?"
exit 2
$ find . -type f | LC_ALL=C sort
./mini/suite.json
./not-a-folder
./rec/note
--- stderr
$ goldpin run mini -t openai:m@http://127.0.0.1:1/v1 --record rec || echo "exit $?"
goldpin: the folder for the recording, rec, is not empty; name another
$ goldpin run mini -t openai:m@http://127.0.0.1:1/v1 --record not-a-folder || echo "exit $?"
goldpin: the folder for the recording, not-a-folder, is a file; name a folder
$ goldpin run mini -t openai:m@http://127.0.0.1:1/v1 --record out -o out || echo "exit $?"
goldpin: the recording and the bundle cannot be the same folder; name another with --record
--- exit 0
