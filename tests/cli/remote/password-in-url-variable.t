# A password in a variable would end up in the manifest and the report just as one in -t.
mini
OPENAI_BASE_URL=http://me:secret-word@127.0.0.1:9/v1 goldpin run mini -t openai:m -o out || code=$?
ls out 2> /dev/null || true
exit $code
--- stdout
$ mini
$ OPENAI_BASE_URL=http://me:secret-word@127.0.0.1:9/v1 goldpin run mini -t openai:m -o out || code=$?
$ ls out 2> /dev/null || true
$ exit $code
--- stderr
$ OPENAI_BASE_URL=http://me:secret-word@127.0.0.1:9/v1 goldpin run mini -t openai:m -o out || code=$?
goldpin: target openai-m: its base URL comes from OPENAI_BASE_URL in the environment or --env-file: a base URL must not hold a user name or password; give the key in the environment
--- exit 2
