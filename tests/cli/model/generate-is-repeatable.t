pocket
printf 'What is 2 + 3?' > prompt
goldpin model generate suites/smoke/pocket/pocket.gguf --prompt-file prompt -n 8 --json > one
goldpin model generate suites/smoke/pocket/pocket.gguf --prompt-file prompt -n 8 --json --threads 1 --batch 1 --work-group 64 > two
grep -o '"logits_sha256": *"[0-9a-f]*"' one > a
grep -o '"logits_sha256": *"[0-9a-f]*"' two > b
cmp a b && [ -s a ] && echo same
--- stdout
$ pocket
$ printf 'What is 2 + 3?' > prompt
$ goldpin model generate suites/smoke/pocket/pocket.gguf --prompt-file prompt -n 8 --json > one
$ goldpin model generate suites/smoke/pocket/pocket.gguf --prompt-file prompt -n 8 --json --threads 1 --batch 1 --work-group 64 > two
$ grep -o '"logits_sha256": *"[0-9a-f]*"' one > a
$ grep -o '"logits_sha256": *"[0-9a-f]*"' two > b
$ cmp a b && [ -s a ] && echo same
same
--- stderr
--- exit 0
