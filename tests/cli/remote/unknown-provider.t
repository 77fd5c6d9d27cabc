mini
goldpin run mini -t opnai:gpt
--- stdout
$ mini
$ goldpin run mini -t opnai:gpt
--- stderr
$ goldpin run mini -t opnai:gpt
goldpin: unknown provider "opnai"; did you mean "openai"? (providers: local openai openai-responses anthropic gemini ollama openrouter llamacpp lmstudio vllm replay)
--- exit 2
