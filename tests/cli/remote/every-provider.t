# Each provider answers from the command line, at a base URL given with -t; the fingerprints differ by target only.
mini
server --key "$OPENAI_API_KEY"
host=${URL%/v1}
export ANTHROPIC_API_KEY="$OPENAI_API_KEY" GEMINI_API_KEY="$OPENAI_API_KEY" OLLAMA_API_KEY="$OPENAI_API_KEY" OPENROUTER_API_KEY="$OPENAI_API_KEY"
export LLAMA_API_KEY="$OPENAI_API_KEY" LM_API_TOKEN="$OPENAI_API_KEY" VLLM_API_KEY="$OPENAI_API_KEY"
for p in openai-responses anthropic gemini ollama openrouter llamacpp lmstudio vllm; do
    goldpin run mini -q -t "$p:m@$host" -o "out-$p" > /dev/null && echo "$p passed"
done
grep -rl "$OPENAI_API_KEY" out-* || echo 'the key is nowhere'
--- stdout
$ mini
$ server --key "$OPENAI_API_KEY"
$ host=${URL%/v1}
$ export ANTHROPIC_API_KEY="$OPENAI_API_KEY" GEMINI_API_KEY="$OPENAI_API_KEY" OLLAMA_API_KEY="$OPENAI_API_KEY" OPENROUTER_API_KEY="$OPENAI_API_KEY"
$ export LLAMA_API_KEY="$OPENAI_API_KEY" LM_API_TOKEN="$OPENAI_API_KEY" VLLM_API_KEY="$OPENAI_API_KEY"
$ for p in openai-responses anthropic gemini ollama openrouter llamacpp lmstudio vllm; do ...
openai-responses passed
anthropic passed
gemini passed
ollama passed
openrouter passed
llamacpp passed
lmstudio passed
vllm passed
$ grep -rl "$OPENAI_API_KEY" out-* || echo 'the key is nowhere'
the key is nowhere
--- stderr
--- exit 0
