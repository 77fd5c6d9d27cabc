# 5xx with and without a message that a machine can read, and errors in replies of status 200, at their start and later.
server
breaks '#500' '#503' '#529' '#error' '#error-late' '#string-error'
--- stdout
$ server
$ breaks '#500' '#503' '#529' '#error' '#error-late' '#string-error'
No verdict: 6 of 13 trials broke, 0 allowed.
bad-1 on openai-m: error [server_error, server_error, server_error]
bad-2 on openai-m: error [server_error, server_error, server_error]
bad-3 on openai-m: error [server_error, server_error, server_error]
bad-4 on openai-m: error [server_error, server_error, server_error]
bad-5 on openai-m: error [server_error, server_error, server_error]
bad-6 on openai-m: error [server_error, server_error, server_error]
good-0 on openai-m: passed
good-1 on openai-m: passed
good-2 on openai-m: passed
good-3 on openai-m: passed
good-4 on openai-m: passed
good-5 on openai-m: passed
good-6 on openai-m: passed
exit 3
--- stderr
--- exit 0
