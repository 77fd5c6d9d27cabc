# NAME=PROVIDER:MODEL names a target; a '=' behind the colon belongs to the model.
mini
server
goldpin run mini -q -t "one=openai:m@$URL" -t "two=openai:m=x@$URL" -o out > /dev/null
field out/manifest.json '/targets/*' name model
field out/results.json '/targets/*' name fingerprint | sort -u -k 2 | wc -l
for t in "a b=openai:m" "=openai:m" "x=nowhere" "x=nobody:m" "x=replay:out" "x=openai:"; do goldpin run mini -q -t "$t" -o no || echo "exit $?"; done
goldpin run mini -q --resume out > /dev/null && echo resumed
goldpin run mini -q --replay out -t two -o again | sed -n 1p
--- stdout
$ mini
$ server
$ goldpin run mini -q -t "one=openai:m@$URL" -t "two=openai:m=x@$URL" -o out > /dev/null
$ field out/manifest.json '/targets/*' name model
one m
two m=x
$ field out/results.json '/targets/*' name fingerprint | sort -u -k 2 | wc -l
2
$ for t in "a b=openai:m" "=openai:m" "x=nowhere" "x=nobody:m" "x=replay:out" "x=openai:"; do goldpin run mini -q -t "$t" -o no || echo "exit $?"; done
exit 2
exit 2
exit 2
exit 2
exit 2
exit 2
$ goldpin run mini -q --resume out > /dev/null && echo resumed
resumed
$ goldpin run mini -q --replay out -t two -o again | sed -n 1p
Gate passed: 1 of 1 trial passed (1 of 2 recorded trials); goldens: no case has one; no trial broke.
--- stderr
$ for t in "a b=openai:m" "=openai:m" "x=nowhere" "x=nobody:m" "x=replay:out" "x=openai:"; do goldpin run mini -q -t "$t" -o no || echo "exit $?"; done
goldpin: "a b" is no target name; use letters, digits, '.', '_' and '-': NAME=PROVIDER:MODEL
goldpin: "" is no target name; use letters, digits, '.', '_' and '-': NAME=PROVIDER:MODEL
goldpin: "x=nowhere" names no provider; write NAME=PROVIDER:MODEL[@BASE_URL] (a target of the targets file has its name there)
goldpin: unknown provider "nobody" (providers: local openai openai-responses anthropic gemini ollama openrouter llamacpp lmstudio vllm replay)
goldpin: replay:DIR stands for every target of a recording, which have their names there
goldpin: target "openai:" names no model; write PROVIDER:MODEL[@BASE_URL]
--- exit 0
