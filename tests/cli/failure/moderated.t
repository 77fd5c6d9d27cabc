# A refusal for what was asked costs its own trial and no other one, also as the very first, and with everything in flight at once.
server
export OPENROUTER_API_KEY="$OPENAI_API_KEY"
CASES="$(one_case a '#moderated 1 + 1' 2), $(one_case b '1 + 2' 3), $(one_case c '#moderated 1 + 3' 4), $(one_case d '1 + 4' 5)"
for j in 1 16; do
    mini "$CASES"
    rm -rf out
    goldpin run mini -q -j $j -t "openrouter:m@$URL" -o out > said || true
    field out/results.json '/trials/*' case status failure
done
--- stdout
$ server
$ export OPENROUTER_API_KEY="$OPENAI_API_KEY"
$ CASES="$(one_case a '#moderated 1 + 1' 2), $(one_case b '1 + 2' 3), $(one_case c '#moderated 1 + 3' 4), $(one_case d '1 + 4' 5)"
$ for j in 1 16; do ...
a error content_filter
b passed null
c error content_filter
d passed null
a error content_filter
b passed null
c error content_filter
d passed null
--- stderr
--- exit 0
