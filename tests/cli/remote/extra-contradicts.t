# A member of "extra" that says what the case, the pins or another key say is refused with the key to use, for every provider.
mini
refused() { echo '{"targets": {"t": {"provider": "'"$1"'", "model": "m", '"${3-}"'"extra": {'"$2"'}}}}' > goldpin.json; goldpin run mini -q -o out --dry-run && echo "taken: $1 $2"; }
for p in openai openai-responses anthropic gemini ollama openrouter llamacpp lmstudio vllm; do refused $p '"temperature": 1' || :; done
refused openai '"seed": 3' || :
refused openai '"tools": []' || :
refused openai '"max_completion_tokens": 9' || :
refused anthropic '"system": "x"' || :
refused anthropic '"stop_sequences": ["x"]' || :
refused gemini '"generationConfig": {"topP": 0.5}' || :
refused gemini '"generation_config": {"max_output_tokens": 5}' || :
refused gemini '"system_instruction": {}' || :
refused ollama '"options": {"num_ctx": 512}' || :
refused ollama '"truncate": true' || :
refused openai-responses '"instructions": "x"' || :
refused openai-responses '"previous_response_id": "x"' || :
refused openai '"extra_body": {"top_p": 0.5}' || :
refused openai '"logprobs": false' || :
refused openai '"stream": null' || :
refused openai '"seed": null' '"pins": {"seed": 1}, ' || :
refused openai '"seed": null'
refused openai '"temperature": 1' '"sampling": {"temperature": 1}, '
refused openai '"max_tokens": null, "max_completion_tokens": 9' '"sampling": {"max_tokens": 9}, '
refused openai '"top_k": 5'
refused vllm '"top_k": 5' || :
refused ollama '"think": true'
refused openrouter '"reasoning": {"max_tokens": 5}'
refused openrouter '"models": ["a", "b"]' || :
refused gemini '"cachedContent": "cachedContents/1"' || :
for k in sampling_params parameters generation_config options inferenceConfig; do refused openai '"'$k'": {"temperature": 1}' || :; done
refused openai '"options": {"system": "x"}' || :
refused openai '"backend": {"args": [{"seed": 7}]}' || :
refused openai '"backend": {"args": [{"retries": 7}]}'
refused openai '"response_format": {"json_schema": {"examples": [{"temperature": 20}]}}'
--- stdout
$ mini
$ refused() { echo '{"targets": {"t": {"provider": "'"$1"'", "model": "m", '"${3-}"'"extra": {'"$2"'}}}}' > goldpin.json; goldpin run mini -q -o out --dry-run && echo "taken: $1 $2"; }
$ for p in openai openai-responses anthropic gemini ollama openrouter llamacpp lmstudio vllm; do refused $p '"temperature": 1' || :; done
$ refused openai '"seed": 3' || :
$ refused openai '"tools": []' || :
$ refused openai '"max_completion_tokens": 9' || :
$ refused anthropic '"system": "x"' || :
$ refused anthropic '"stop_sequences": ["x"]' || :
$ refused gemini '"generationConfig": {"topP": 0.5}' || :
$ refused gemini '"generation_config": {"max_output_tokens": 5}' || :
$ refused gemini '"system_instruction": {}' || :
$ refused ollama '"options": {"num_ctx": 512}' || :
$ refused ollama '"truncate": true' || :
$ refused openai-responses '"instructions": "x"' || :
$ refused openai-responses '"previous_response_id": "x"' || :
$ refused openai '"extra_body": {"top_p": 0.5}' || :
$ refused openai '"logprobs": false' || :
$ refused openai '"stream": null' || :
$ refused openai '"seed": null' '"pins": {"seed": 1}, ' || :
$ refused openai '"seed": null'
dry run: 1 trial (1 case, 1 target); nothing was asked or written
taken: openai "seed": null
$ refused openai '"temperature": 1' '"sampling": {"temperature": 1}, '
dry run: 1 trial (1 case, 1 target); nothing was asked or written
taken: openai "temperature": 1
$ refused openai '"max_tokens": null, "max_completion_tokens": 9' '"sampling": {"max_tokens": 9}, '
dry run: 1 trial (1 case, 1 target); nothing was asked or written
taken: openai "max_tokens": null, "max_completion_tokens": 9
$ refused openai '"top_k": 5'
dry run: 1 trial (1 case, 1 target); nothing was asked or written
taken: openai "top_k": 5
$ refused vllm '"top_k": 5' || :
$ refused ollama '"think": true'
dry run: 1 trial (1 case, 1 target); nothing was asked or written
taken: ollama "think": true
$ refused openrouter '"reasoning": {"max_tokens": 5}'
dry run: 1 trial (1 case, 1 target); nothing was asked or written
taken: openrouter "reasoning": {"max_tokens": 5}
$ refused openrouter '"models": ["a", "b"]' || :
$ refused gemini '"cachedContent": "cachedContents/1"' || :
$ for k in sampling_params parameters generation_config options inferenceConfig; do refused openai '"'$k'": {"temperature": 1}' || :; done
$ refused openai '"options": {"system": "x"}' || :
$ refused openai '"backend": {"args": [{"seed": 7}]}' || :
$ refused openai '"backend": {"args": [{"retries": 7}]}'
dry run: 1 trial (1 case, 1 target); nothing was asked or written
taken: openai "backend": {"args": [{"retries": 7}]}
$ refused openai '"response_format": {"json_schema": {"examples": [{"temperature": 20}]}}'
dry run: 1 trial (1 case, 1 target); nothing was asked or written
taken: openai "response_format": {"json_schema": {"examples": [{"temperature": 20}]}}
--- stderr
$ for p in openai openai-responses anthropic gemini ollama openrouter llamacpp lmstudio vllm; do refused $p '"temperature": 1' || :; done
goldpin: goldpin.json:1:81: "extra" adds to the request of a remote target; "temperature" comes from the case or the target: use "temperature" in "sampling" of the target, or of the case
goldpin: goldpin.json:1:91: "extra" adds to the request of a remote target; "temperature" comes from the case or the target: use "temperature" in "sampling" of the target, or of the case
goldpin: goldpin.json:1:84: "extra" adds to the request of a remote target; "temperature" comes from the case or the target: use "temperature" in "sampling" of the target, or of the case
goldpin: goldpin.json:1:81: "extra" adds to the request of a remote target; "temperature" comes from the case or the target: use "temperature" in "sampling" of the target, or of the case
goldpin: goldpin.json:1:81: "extra" adds to the request of a remote target; "temperature" comes from the case or the target: use "temperature" in "sampling" of the target, or of the case
goldpin: goldpin.json:1:85: "extra" adds to the request of a remote target; "temperature" comes from the case or the target: use "temperature" in "sampling" of the target, or of the case
goldpin: goldpin.json:1:83: "extra" adds to the request of a remote target; "temperature" comes from the case or the target: use "temperature" in "sampling" of the target, or of the case
goldpin: goldpin.json:1:83: "extra" adds to the request of a remote target; "temperature" comes from the case or the target: use "temperature" in "sampling" of the target, or of the case
goldpin: goldpin.json:1:79: "extra" adds to the request of a remote target; "temperature" comes from the case or the target: use "temperature" in "sampling" of the target, or of the case
$ refused openai '"seed": 3' || :
goldpin: goldpin.json:1:74: "extra" adds to the request of a remote target; "seed" comes from the case or the target: use "seed" of the suite's defaults, or --seed
$ refused openai '"tools": []' || :
goldpin: goldpin.json:1:75: "extra" adds to the request of a remote target; "tools" comes from the case or the target: use the case's "tools"
$ refused openai '"max_completion_tokens": 9' || :
goldpin: goldpin.json:1:91: "extra" adds to the request of a remote target; "max_completion_tokens" comes from the case or the target: use "max_tokens" in "sampling" of the target, or of the case
$ refused anthropic '"system": "x"' || :
goldpin: goldpin.json:1:79: "extra" adds to the request of a remote target; "system" comes from the case or the target: use a message of role system in the case, or "system" of the suite's defaults
$ refused anthropic '"stop_sequences": ["x"]' || :
goldpin: goldpin.json:1:87: "extra" adds to the request of a remote target; "stop_sequences" comes from the case or the target: use "stop" in "sampling" of the target, or of the case
$ refused gemini '"generationConfig": {"topP": 0.5}' || :
goldpin: goldpin.json:1:95: "extra" adds to the request of a remote target; "topP" comes from the case or the target: use "top_p" in "sampling" of the target, or of the case
$ refused gemini '"generation_config": {"max_output_tokens": 5}' || :
goldpin: goldpin.json:1:109: "extra" adds to the request of a remote target; "max_output_tokens" comes from the case or the target: use "max_tokens" in "sampling" of the target, or of the case
$ refused gemini '"system_instruction": {}' || :
goldpin: goldpin.json:1:88: "extra" adds to the request of a remote target; "system_instruction" comes from the case or the target: use a message of role system in the case, or "system" of the suite's defaults
$ refused ollama '"options": {"num_ctx": 512}' || :
goldpin: goldpin.json:1:89: "extra" adds to the request of a remote target; "num_ctx" comes from the case or the target: use "context" of the target
$ refused ollama '"truncate": true' || :
goldpin: goldpin.json:1:78: "truncate" has prompts cut that do not fit, and the model would be judged by what it never saw; leave it out
$ refused openai-responses '"instructions": "x"' || :
goldpin: goldpin.json:1:92: "extra" adds to the request of a remote target; "instructions" comes from the case or the target: use a message of role system in the case, or "system" of the suite's defaults
$ refused openai-responses '"previous_response_id": "x"' || :
goldpin: goldpin.json:1:100: "extra" adds to the request of a remote target; "previous_response_id" comes from the case or the target: use the case's "messages" and "turns"
$ refused openai '"extra_body": {"top_p": 0.5}' || :
goldpin: goldpin.json:1:90: "extra" adds to the request of a remote target; "top_p" comes from the case or the target: use "top_p" in "sampling" of the target, or of the case
$ refused openai '"logprobs": false' || :
goldpin: goldpin.json:1:78: "extra" adds to the request of a remote target; "logprobs" comes from the case or the target: use "needs": ["logprobs"] of the case
$ refused openai '"stream": null' || :
goldpin: goldpin.json:1:76: "extra" adds to the request of a remote target; "stream" comes from the case or the target: use "stream" of the target
$ refused openai '"seed": null' '"pins": {"seed": 1}, ' || :
goldpin: goldpin.json:1:95: "extra" takes the seed out of the request, but the target pins it to 1
$ refused vllm '"top_k": 5' || :
goldpin: goldpin.json:1:73: "extra" adds to the request of a remote target; "top_k" comes from the case or the target: use "top_k" in "sampling" of the target, or of the case
$ refused openrouter '"models": ["a", "b"]' || :
goldpin: goldpin.json:1:80: "extra" adds to the request of a remote target; "models" comes from the case or the target: use a target with "fallback" over one target for each model
$ refused gemini '"cachedContent": "cachedContents/1"' || :
goldpin: goldpin.json:1:83: "extra" adds to the request of a remote target; "cachedContent" comes from the case or the target: use the case's "messages" and "turns"
$ for k in sampling_params parameters generation_config options inferenceConfig; do refused openai '"'$k'": {"temperature": 1}' || :; done
goldpin: goldpin.json:1:101: "extra" adds to the request of a remote target; "temperature" comes from the case or the target: use "temperature" in "sampling" of the target, or of the case
goldpin: goldpin.json:1:96: "extra" adds to the request of a remote target; "temperature" comes from the case or the target: use "temperature" in "sampling" of the target, or of the case
goldpin: goldpin.json:1:103: "extra" adds to the request of a remote target; "temperature" comes from the case or the target: use "temperature" in "sampling" of the target, or of the case
goldpin: goldpin.json:1:93: "extra" adds to the request of a remote target; "temperature" comes from the case or the target: use "temperature" in "sampling" of the target, or of the case
goldpin: goldpin.json:1:101: "extra" adds to the request of a remote target; "temperature" comes from the case or the target: use "temperature" in "sampling" of the target, or of the case
$ refused openai '"options": {"system": "x"}' || :
goldpin: goldpin.json:1:88: "extra" adds to the request of a remote target; "system" comes from the case or the target: use a message of role system in the case, or "system" of the suite's defaults
$ refused openai '"backend": {"args": [{"seed": 7}]}' || :
goldpin: goldpin.json:1:96: "extra" adds to the request of a remote target; "seed" comes from the case or the target: use "seed" of the suite's defaults, or --seed
--- exit 0
