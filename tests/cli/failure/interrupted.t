# Text that ends with a word for an interruption is no answer, whoever is asked and however the reply came; a word that nobody
# documents is kept, shown, graded and flagged, and so is a whole reply that gives none.
server
export ANTHROPIC_API_KEY="$OPENAI_API_KEY" GEMINI_API_KEY="$OPENAI_API_KEY" OLLAMA_API_KEY="$OPENAI_API_KEY" OPENROUTER_API_KEY="$OPENAI_API_KEY"
for p in openai/abort openai/insufficient_system_resource openai-responses/cancelled openai-responses/incomplete anthropic/pause_turn gemini/OTHER gemini/MALFORMED_RESPONSE ollama/unload openrouter/error llamacpp/error lmstudio/error vllm/abort vllm/repetition; do
    [ "${p%/*}" = openai ] && at=$URL || at=${URL%/v1}
    for stream in true false; do
        printf '{"targets": {"t": {"provider": "%s", "model": "m", "base_url": "%s", "stream": %s}}}' "${p%/*}" "$at" "$stream" > goldpin.json
        OPTIONS='-t t'
        breaks "#finish=${p#*/}" > all
        printf '%s %s: %s\n' "$p" "$stream" "$(sed -n 's/^bad-1.*: //p' all)"
    done
done
OPTIONS="-t openai:m@$URL"
breaks '#finish=tired'
grep flagged said
field out/results.json '/trials/0' id finish finish_word
grep -o 'ended with a word.*' out/report.md
printf '{"targets": {"t": {"provider": "openai", "model": "m", "base_url": "%s", "stream": false}}}' "$URL" > goldpin.json
OPTIONS='-t t'
breaks '#nofinish'
grep flagged said
grep -c 'no finish reason' out/report.md
--- stdout
$ server
$ export ANTHROPIC_API_KEY="$OPENAI_API_KEY" GEMINI_API_KEY="$OPENAI_API_KEY" OLLAMA_API_KEY="$OPENAI_API_KEY" OPENROUTER_API_KEY="$OPENAI_API_KEY"
$ for p in openai/abort openai/insufficient_system_resource openai-responses/cancelled openai-responses/incomplete anthropic/pause_turn gemini/OTHER gemini/MALFORMED_RESPONSE ollama/unload openrouter/error llamacpp/error lmstudio/error vllm/abort vllm/repetition; do ...
openai/abort true: error [interrupted, interrupted, interrupted]
openai/abort false: error [interrupted, interrupted, interrupted]
openai/insufficient_system_resource true: error [interrupted, interrupted, interrupted]
openai/insufficient_system_resource false: error [interrupted, interrupted, interrupted]
openai-responses/cancelled true: error [interrupted, interrupted, interrupted]
openai-responses/cancelled false: error [interrupted, interrupted, interrupted]
openai-responses/incomplete true: error [interrupted, interrupted, interrupted]
openai-responses/incomplete false: error [interrupted, interrupted, interrupted]
anthropic/pause_turn true: error [interrupted, interrupted, interrupted]
anthropic/pause_turn false: error [interrupted, interrupted, interrupted]
gemini/OTHER true: error [interrupted, interrupted, interrupted]
gemini/OTHER false: error [interrupted, interrupted, interrupted]
gemini/MALFORMED_RESPONSE true: error [interrupted, interrupted, interrupted]
gemini/MALFORMED_RESPONSE false: error [interrupted, interrupted, interrupted]
ollama/unload true: error [interrupted, interrupted, interrupted]
ollama/unload false: error [interrupted, interrupted, interrupted]
openrouter/error true: error [interrupted, interrupted, interrupted]
openrouter/error false: error [interrupted, interrupted, interrupted]
llamacpp/error true: error [interrupted, interrupted, interrupted]
llamacpp/error false: error [interrupted, interrupted, interrupted]
lmstudio/error true: error [interrupted, interrupted, interrupted]
lmstudio/error false: error [interrupted, interrupted, interrupted]
vllm/abort true: error [interrupted, interrupted, interrupted]
vllm/abort false: error [interrupted, interrupted, interrupted]
vllm/repetition true: error [interrupted, interrupted, interrupted]
vllm/repetition false: error [interrupted, interrupted, interrupted]
$ OPTIONS="-t openai:m@$URL"
$ breaks '#finish=tired'
Gate passed: 3 of 3 trials passed; goldens: no case has one; no trial broke.
bad-1 on openai-m: passed
good-0 on openai-m: passed
good-1 on openai-m: passed
exit 0
$ grep flagged said
flagged     1 answer ended with no known finish reason
$ field out/results.json '/trials/0' id finish finish_word
mini/bad-1/openai-m/1 other tired
$ grep -o 'ended with a word.*' out/report.md
ended with a word that no provider documents: "tired" |
$ printf '{"targets": {"t": {"provider": "openai", "model": "m", "base_url": "%s", "stream": false}}}' "$URL" > goldpin.json
$ OPTIONS='-t t'
$ breaks '#nofinish'
Gate passed: 3 of 3 trials passed; goldens: no case has one; no trial broke.
bad-1 on t: passed
good-0 on t: passed
good-1 on t: passed
exit 0
$ grep flagged said
flagged     1 answer ended with no known finish reason
$ grep -c 'no finish reason' out/report.md
1
--- stderr
--- exit 0
