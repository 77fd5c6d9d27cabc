# An image that changes during a run: no verdict over trials of one case that were asked different things.
printf 'GIF89a' > x.gif
mini '{"id": "sum", "needs": ["image"], "messages": [{"role": "user", "content": [{"type": "text", "text": "What is 2 + 3?"}, {"type": "image", "path": "x.gif"}]}], "grade": [{"type": "equals", "expect": "5"}], "examples": {"pass": ["5"], "fail": ["x"]}}'
mv x.gif mini
server
change() { printf 'GIF87a' > y.gif; mv y.gif mini/x.gif; }
meanwhile change mini --repeat 400 -j 1 -t "openai:m@$URL" -o out
echo "exit $CODE"
[ ! -e out/results.json ]
--- stdout
$ printf 'GIF89a' > x.gif
$ mini '{"id": "sum", "needs": ["image"], "messages": [{"role": "user", "content": [{"type": "text", "text": "What is 2 + 3?"}, {"type": "image", "path": "x.gif"}]}], "grade": [{"type": "equals", "expect": "5"}], "examples": {"pass": ["5"], "fail": ["x"]}}'
$ mv x.gif mini
$ server
$ change() { printf 'GIF87a' > y.gif; mv y.gif mini/x.gif; }
$ meanwhile change mini --repeat 400 -j 1 -t "openai:m@$URL" -o out
$ echo "exit $CODE"
exit 3
$ [ ! -e out/results.json ]
--- stderr
$ meanwhile change mini --repeat 400 -j 1 -t "openai:m@$URL" -o out
goldpin: {*}changed while it was used{*}
goldpin: {*} of 400 trials are saved in out
goldpin: go on with: goldpin run {*} --resume out{*}
--- exit 0
