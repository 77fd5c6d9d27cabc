# Every provider's exchanges play back through the same code, whole replies and streams, without a key.
mini "$(one_case a '1 + 1' 2), $(one_case b '#tools 1 + 2' 3), $(one_case c '#reasoning 1 + 3' 4), $(one_case d '#500 1 + 4' 5)"
server --key "$OPENAI_API_KEY"
host=${URL%/v1}
key=$OPENAI_API_KEY
for p in openai openai-responses anthropic gemini ollama openrouter llamacpp lmstudio vllm; do
    base=$host
    [ "$p" != openai ] || base=$URL
    cat > $p.json << END
{"targets": {"streams": {"provider": "$p", "model": "m", "base_url": "$base", "api_key_env": "THE_KEY"},
             "whole": {"provider": "$p", "model": "m", "base_url": "$base", "api_key_env": "THE_KEY", "stream": false}}}
END
    THE_KEY=$key goldpin run mini -q -c $p.json --record rec-$p -o live-$p > live.txt || true
    unplugged goldpin run mini -q --replay rec-$p -o again-$p > again.txt || true
    [ "$(grep fingerprint live.txt)" = "$(grep fingerprint again.txt)" ] && same_reports live-$p again-$p && echo "$p $(wc -l < rec-$p/exchanges.jsonl)"
done
grep -rl -e "$key" -e THE_KEY rec-* again-* || echo 'the key is nowhere'
--- stdout
$ mini "$(one_case a '1 + 1' 2), $(one_case b '#tools 1 + 2' 3), $(one_case c '#reasoning 1 + 3' 4), $(one_case d '#500 1 + 4' 5)"
$ server --key "$OPENAI_API_KEY"
$ host=${URL%/v1}
$ key=$OPENAI_API_KEY
$ for p in openai openai-responses anthropic gemini ollama openrouter llamacpp lmstudio vllm; do ...
openai 8
openai-responses 8
anthropic 8
gemini 8
ollama 8
openrouter 8
llamacpp 8
lmstudio 8
vllm 8
$ grep -rl -e "$key" -e THE_KEY rec-* again-* || echo 'the key is nowhere'
the key is nowhere
--- stderr
--- exit 0
