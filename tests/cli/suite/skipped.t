# A trial that the target cannot do is in no rate, and nothing that a person reads hides it.
server
mini "$(one_case a '1 + 1' 2),
      {\"id\": \"b\", \"needs\": [\"logprobs\"], \"messages\": [{\"role\": \"user\", \"content\": \"What is 1 + 2?\"}], \"grade\": [{\"type\": \"equals\", \"expect\": \"3\"}]}"
goldpin run mini -q -t "lmstudio:m@$URL" -o out
sed -n '1,/^## Cases/p' out/report.md | grep skipped | cut -d'|' -f1,2,5
grep 'not applicable' out/report.md
field out/results.json /summary trials passed skipped
--- stdout
$ server
$ mini "$(one_case a '1 + 1' 2), ...
$ goldpin run mini -q -t "lmstudio:m@$URL" -o out
Gate passed: 1 of 2 trials passed, 1 skipped; goldens: no case has one; no trial broke.
fingerprint sha256:HEX
bundle      out
reports     out/report.md out/report.html out/junit.xml out/results.json
flagged     1 of 2 trials was skipped: what a case needs is not there; they neither passed nor failed, and out/report.md says why
$ sed -n '1,/^## Cases/p' out/report.md | grep skipped | cut -d'|' -f1,2,5
**Gate passed: 1 of 2 trials passed, 1 skipped; goldens: no case has one; no trial broke.**
| `lmstudio-m` | 1 of 1, 1 skipped 
**1 of 2 trials was skipped:** not asked, because the target cannot do what the case needs. A skipped trial counts neither as passed nor as failed and is in no rate; What is missing names it.
$ grep 'not applicable' out/report.md
- not applicable: `mini/b/lmstudio-m/1`: the provider "lmstudio" is not sent what the case needs: logprobs
$ field out/results.json /summary trials passed skipped
2 1 1
--- stderr
--- exit 0
