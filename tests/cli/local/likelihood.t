# Options are scored by how likely the model finds them. The figures are those of the logits of each whole text, added up here
# by another program; a replay judges the same figures; a provider cannot tell them, so it is not asked.
pocket
mini '{"id": "a", "messages": [{"role": "user", "content": "What is 2 + 3?"}], "grade": [{"type": "choice", "options": ["five", "seventeen", "5"], "expect": "5", "by": "likelihood", "id": "acc"}, {"type": "choice", "options": ["five", "seventeen", "5"], "expect": "5", "by": "likelihood_per_byte", "id": "acc_norm"}], "examples": {"pass": ["5"], "fail": ["17"]}}'
goldpin run mini -q -t local:suites/smoke/pocket/pocket.gguf -o out | head -n 2
field out/results.json '/trials/0/criteria/*' id explanation
field out/transcripts.jsonl '/*/replies/0' answer finish tokens
ids() { field out/transcripts.jsonl "/0/replies/0/$1/*" | paste -s -d , -; }
N=$(field out/transcripts.jsonl '/0/replies/0/prompt_tokens/*' | wc -l)
compare() { goldpin model logits suites/smoke/pocket/pocket.gguf --tokens "$(ids prompt_tokens),$(ids "likelihoods/$1/tokens")" > raw; od -An -v -w1088 -tf4 raw | awk -v n="$N" -v ids="$(ids "likelihoods/$1/tokens")" -v want="$(field out/transcripts.jsonl "/0/replies/0/likelihoods/$1/log_prob")" 'BEGIN { k = split(ids, id, ",") } NR >= n && NR < n + k { m = $1; for (i = 2; i <= NF; i++) if ($i > m) m = $i; s = 0; for (i = 1; i <= NF; i++) s += exp($i - m); sum += $(id[NR - n + 1] + 1) - m - log(s) } END { d = sum - want; print (d < 0 ? -d : d) < 1e-5 ? "the same" : sum " " want }'; }
compare 0; compare 1; compare 2
goldpin run mini -q --replay out -o again > /dev/null
[ "$(field out/results.json /fingerprint)" = "$(field again/results.json /fingerprint)" ] && echo the same
OPENAI_API_KEY=x goldpin run mini -t remote=openai:m --dry-run
--- stdout
$ pocket
$ mini '{"id": "a", "messages": [{"role": "user", "content": "What is 2 + 3?"}], "grade": [{"type": "choice", "options": ["five", "seventeen", "5"], "expect": "5", "by": "likelihood", "id": "acc"}, {"type": "choice", "options": ["five", "seventeen", "5"], "expect": "5", "by": "likelihood_per_byte", "id": "acc_norm"}], "examples": {"pass": ["5"], "fail": ["17"]}}'
$ goldpin run mini -q -t local:suites/smoke/pocket/pocket.gguf -o out | head -n 2
Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
$ field out/results.json '/trials/0/criteria/*' id explanation
acc option C ("5") has the highest likelihood: A -38.1542, B -98.2926, C -0.1932
acc_norm option C ("5") has the highest likelihood_per_byte: A -9.5385, B -10.9214, C -0.1932
$ field out/transcripts.jsonl '/*/replies/0' answer finish tokens
5 scored null
$ ids() { field out/transcripts.jsonl "/0/replies/0/$1/*" | paste -s -d , -; }
$ N=$(field out/transcripts.jsonl '/0/replies/0/prompt_tokens/*' | wc -l)
$ compare() { goldpin model logits suites/smoke/pocket/pocket.gguf --tokens "$(ids prompt_tokens),$(ids "likelihoods/$1/tokens")" > raw; od -An -v -w1088 -tf4 raw | awk -v n="$N" -v ids="$(ids "likelihoods/$1/tokens")" -v want="$(field out/transcripts.jsonl "/0/replies/0/likelihoods/$1/log_prob")" 'BEGIN { k = split(ids, id, ",") } NR >= n && NR < n + k { m = $1; for (i = 2; i <= NF; i++) if ($i > m) m = $i; s = 0; for (i = 1; i <= NF; i++) s += exp($i - m); sum += $(id[NR - n + 1] + 1) - m - log(s) } END { d = sum - want; print (d < 0 ? -d : d) < 1e-5 ? "the same" : sum " " want }'; }
$ compare 0; compare 1; compare 2
the same
the same
the same
$ goldpin run mini -q --replay out -o again > /dev/null
$ [ "$(field out/results.json /fingerprint)" = "$(field again/results.json /fingerprint)" ] && echo the same
the same
$ OPENAI_API_KEY=x goldpin run mini -t remote=openai:m --dry-run
skip  mini/a/remote/1: the case scores its options by their likelihood, which no provider tells of texts that it did not write; only the local engine does
dry run: 1 trial (1 case, 1 target); nothing was asked or written
--- stderr
--- exit 0
