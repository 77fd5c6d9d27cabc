# Where an answer differs from what was expected and nobody can see how, code points say it: in explanations, and where
# two runs are compared.
say() { printf '{"id": "%s", "messages": [{"role": "user", "content": "copy: %s"}], "grade": [{"type": "%s", "expect": "%s"%s}]}' "$1" "$2" "$3" "$4" "${5-}"; }
suite() { mini "$(say equals "$1" equals 'caf\u00e9'), $(say contains "the $1" contains 'caf\u00e9'), $(say json "\\\"$1\\\"" json 'caf\u00e9'), $(say plain cafe equals 'caf\u00e9')"; }
server
suite 'caf\u00e9'
goldpin run mini -q -t "openai:m@$URL" -o a > /dev/null || echo "exit $?"
suite 'cafe\u0301'
goldpin run mini -q -t "openai:m@$URL" -o b > /dev/null || echo "exit $?"
field b/results.json '/trials/*/criteria/0/explanation'
goldpin diff a b | grep -e answer || true
--- stdout
$ say() { printf '{"id": "%s", "messages": [{"role": "user", "content": "copy: %s"}], "grade": [{"type": "%s", "expect": "%s"%s}]}' "$1" "$2" "$3" "$4" "${5-}"; }
$ suite() { mini "$(say equals "$1" equals 'caf\u00e9'), $(say contains "the $1" contains 'caf\u00e9'), $(say json "\\\"$1\\\"" json 'caf\u00e9'), $(say plain cafe equals 'caf\u00e9')"; }
$ server
$ suite 'caf\u00e9'
$ goldpin run mini -q -t "openai:m@$URL" -o a > /dev/null || echo "exit $?"
exit 1
$ suite 'cafe\u0301'
$ goldpin run mini -q -t "openai:m@$URL" -o b > /dev/null || echo "exit $?"
exit 1
$ field b/results.json '/trials/*/criteria/0/explanation'
lacks "café" in "the café"; by code points U+00E9 against U+0065 U+0301
expected "café", got "café"; by code points U+00E9 against U+0065 U+0301
the answer is ""café"", expected ""caf\u00e9""; by code points U+00E9 against U+0065 U+0301
expected "café", got "cafe"
$ goldpin diff a b | grep -e answer || true
    answer  the [-café-] {+café+} (U+00E9 against U+0065 U+0301)
    answer  [-café-] {+café+} (U+00E9 against U+0065 U+0301)
    json-1: the answer is ""café"", expected ""caf\u00e9""; by code points
    answer  [-"café"-] {+"café"+} (U+00E9 against U+0065 U+0301)
--- stderr
--- exit 0
