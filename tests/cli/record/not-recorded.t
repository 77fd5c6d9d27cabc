# A request that is not recorded ends the run before its first trial, and nothing is left behind.
mini "$(one_case a '1 + 1' 2), $(one_case b '2 + 2' 4)"
server
goldpin run mini -q -t "openai:m@$URL" --record rec -o live > /dev/null
exec 9>&-
sed -i 's/"What is 2 + 2?"/"What is 2 + 3?"/' mini/suite.json
for more in '' '--seed 7' '--repeat 2' "-t ollama:m" '--filter a -t openai:other'; do
    # shellcheck disable=SC2086 # options
    goldpin run mini -q --replay rec -o again $more || echo "exit $?"
done
goldpin run mini -q --replay rec -o again --filter a > /dev/null && echo 'what is recorded plays'
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '2 + 2' 4)"
$ server
$ goldpin run mini -q -t "openai:m@$URL" --record rec -o live > /dev/null
$ exec 9>&-
$ sed -i 's/"What is 2 + 2?"/"What is 2 + 3?"/' mini/suite.json
$ for more in '' '--seed 7' '--repeat 2' "-t ollama:m" '--filter a -t openai:other'; do ...
exit 2
exit 2
exit 2
exit 2
exit 2
$ goldpin run mini -q --replay rec -o again --filter a > /dev/null && echo 'what is recorded plays'
what is recorded plays
--- stderr
$ for more in '' '--seed 7' '--repeat 2' "-t ollama:m" '--filter a -t openai:other'; do ...
goldpin: request of trial mini/b/openai-m/1: the recording rec does not hold it; the nearest recorded is of trial mini/b/openai-m/1 and differs at /messages/0/content: recorded "What is 2 + 2?", now "What is 2 + 3?". A replay never asks a live target
goldpin: request of trial mini/a/openai-m/1: the recording rec does not hold it; the nearest recorded is of trial mini/a/openai-m/1 and differs at /seed: recorded 535041931, now 1512084138. A replay never asks a live target
goldpin: request of trial mini/a/openai-m/2: the recording rec does not hold it; the nearest recorded is of trial mini/a/openai-m/1 and differs at /seed: recorded 535041931, now 121345847. A replay never asks a live target
goldpin: request of trial mini/a/ollama-m/1: the recording rec does not hold it; the nearest recorded is of trial mini/a/openai-m/1 and differs at /seed: recorded 535041931, now (nothing) (and in 3 more places); also provider and model: recorded openai:m, now ollama:m. A replay never asks a live target
goldpin: request of trial mini/a/openai-other/1: the recording rec does not hold it; the nearest recorded is of trial mini/a/openai-m/1 and differs at /model: recorded "m", now "other"; also provider and model: recorded openai:m, now openai:other. A replay never asks a live target
--- exit 0
