# The provider's filter ended the answer; one that refuses the prompt.
server
breaks '#filter'
OPTIONS="-t gemini:m@${URL%/v1}"
export GEMINI_API_KEY="$OPENAI_API_KEY"
breaks '#filter' '#blocked'
--- stdout
$ server
$ breaks '#filter'
No verdict: 1 of 3 trials broke, 0 allowed.
bad-1 on openai-m: error [content_filter, content_filter, content_filter]
good-0 on openai-m: passed
good-1 on openai-m: passed
exit 3
$ OPTIONS="-t gemini:m@${URL%/v1}"
$ export GEMINI_API_KEY="$OPENAI_API_KEY"
$ breaks '#filter' '#blocked'
No verdict: 2 of 5 trials broke, 0 allowed.
bad-1 on gemini-m: error [content_filter, content_filter, content_filter]
bad-2 on gemini-m: error [content_filter, content_filter, content_filter]
good-0 on gemini-m: passed
good-1 on gemini-m: passed
good-2 on gemini-m: passed
exit 3
--- stderr
--- exit 0
