# A dry run lists the trials in order, and which of them would be skipped and why; -q counts them only.
mini "$(one_case b '2 + 3' 5), $(one_case a '1 + 1' 2 | sed 's/"messages"/"needs": ["logprobs"], "messages"/')"
goldpin run mini --dry-run --repeat 2 -t openai:m@http://127.0.0.1:9/v1 -t anthropic:m@http://127.0.0.1:9
goldpin run mini --dry-run -q -t openai:m@http://127.0.0.1:9/v1
goldpin run mini --dry-run --filter 'mini/a/*' -t anthropic:m@http://127.0.0.1:9
--- stdout
$ mini "$(one_case b '2 + 3' 5), $(one_case a '1 + 1' 2 | sed 's/"messages"/"needs": ["logprobs"], "messages"/')"
$ goldpin run mini --dry-run --repeat 2 -t openai:m@http://127.0.0.1:9/v1 -t anthropic:m@http://127.0.0.1:9
skip  mini/a/anthropic-m/1: the provider "anthropic" is not sent what the case needs: logprobs
skip  mini/a/anthropic-m/2: the provider "anthropic" is not sent what the case needs: logprobs
ask   mini/a/openai-m/1
ask   mini/a/openai-m/2
ask   mini/b/anthropic-m/1
ask   mini/b/anthropic-m/2
ask   mini/b/openai-m/1
ask   mini/b/openai-m/2
dry run: 8 trials (2 cases, 2 targets); nothing was asked or written
$ goldpin run mini --dry-run -q -t openai:m@http://127.0.0.1:9/v1
dry run: 2 trials (2 cases, 1 target); nothing was asked or written
$ goldpin run mini --dry-run --filter 'mini/a/*' -t anthropic:m@http://127.0.0.1:9
skip  mini/a/anthropic-m/1: the provider "anthropic" is not sent what the case needs: logprobs
dry run: 1 trial (1 of 2 cases, 1 target); nothing was asked or written
--- stderr
--- exit 0
