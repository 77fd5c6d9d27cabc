# The kinds are the same whoever is asked.
server
export ANTHROPIC_API_KEY="$OPENAI_API_KEY" GEMINI_API_KEY="$OPENAI_API_KEY" OLLAMA_API_KEY="$OPENAI_API_KEY" OPENROUTER_API_KEY="$OPENAI_API_KEY"
DEFAULTS='"timeout": {"stall_s": 0.4, "first_token_s": 5}'
for p in openai openai-responses anthropic gemini ollama openrouter llamacpp lmstudio vllm; do
    [ "$p" = openai ] && at=$URL || at=${URL%/v1}
    OPTIONS="-j 16 -t $p:m@$at"
    breaks '#500' '#429' '#cut' '#stall' '#badjson' '#badutf8' '#html' '#empty' '#context-prose' '#drop' '#error-late' '#filter' > all
    printf '%s:' "$p"
    sed -n 's/^bad-.*\[\(.*\), \(.*\), \(.*\)\]/\1 \2 \3/p' all | sort | awk '$1 == $2 && $2 == $3 { print $1 }' | uniq -c | awk '{ printf " %s %s", $1, $2 }'
    printf '; %s good passed, %s\n' "$(grep -c '^good.*: passed' all)" "$(tail -n 1 all)"
done
--- stdout
$ server
$ export ANTHROPIC_API_KEY="$OPENAI_API_KEY" GEMINI_API_KEY="$OPENAI_API_KEY" OLLAMA_API_KEY="$OPENAI_API_KEY" OPENROUTER_API_KEY="$OPENAI_API_KEY"
$ DEFAULTS='"timeout": {"stall_s": 0.4, "first_token_s": 5}'
$ for p in openai openai-responses anthropic gemini ollama openrouter llamacpp lmstudio vllm; do ...
openai: 3 bad_response 1 content_filter 1 context_overflow 2 cut_off 1 empty 1 rate_limited 2 server_error 1 stalled; 13 good passed, exit 3
openai-responses: 3 bad_response 1 content_filter 1 context_overflow 2 cut_off 1 empty 1 rate_limited 2 server_error 1 stalled; 13 good passed, exit 3
anthropic: 3 bad_response 1 content_filter 1 context_overflow 2 cut_off 1 empty 1 rate_limited 2 server_error 1 stalled; 13 good passed, exit 3
gemini: 3 bad_response 1 content_filter 1 context_overflow 2 cut_off 1 empty 1 rate_limited 2 server_error 1 stalled; 13 good passed, exit 3
ollama: 3 bad_response 1 context_overflow 2 cut_off 1 empty 1 rate_limited 2 server_error 1 stalled; 13 good passed, exit 3
openrouter: 3 bad_response 1 content_filter 1 context_overflow 2 cut_off 1 empty 1 rate_limited 2 server_error 1 stalled; 13 good passed, exit 3
llamacpp: 3 bad_response 1 content_filter 1 context_overflow 2 cut_off 1 empty 1 rate_limited 2 server_error 1 stalled; 13 good passed, exit 3
lmstudio: 3 bad_response 1 content_filter 1 context_overflow 2 cut_off 1 empty 1 rate_limited 2 server_error 1 stalled; 13 good passed, exit 3
vllm: 3 bad_response 1 content_filter 1 context_overflow 2 cut_off 1 empty 1 rate_limited 2 server_error 1 stalled; 13 good passed, exit 3
--- stderr
--- exit 0
