# What is wrong with the input ends the run before it writes anything.
mini
goldpin run mini -t opnai:m -o out || echo "exit $?"
goldpin run mini -t local:missing.gguf -o out || echo "exit $?"
ls -d out reports 2> /dev/null || echo 'nothing is left'
--- stdout
$ mini
$ goldpin run mini -t opnai:m -o out || echo "exit $?"
exit 2
$ goldpin run mini -t local:missing.gguf -o out || echo "exit $?"
exit 2
$ ls -d out reports 2> /dev/null || echo 'nothing is left'
nothing is left
--- stderr
$ goldpin run mini -t opnai:m -o out || echo "exit $?"
goldpin: unknown provider "opnai"; did you mean "openai"? (providers: local openai openai-responses anthropic gemini ollama openrouter llamacpp lmstudio vllm replay)
$ goldpin run mini -t local:missing.gguf -o out || echo "exit $?"
goldpin: cannot open missing.gguf: No such file or directory
--- exit 0
