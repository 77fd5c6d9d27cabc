# A trial in quarantine turns nothing red until its day is over.
mini "$(one_case good '1 + 1' 2), $(one_case bad '1 + 2' 4)"
server
echo '{"quarantine": [{"trial": "bad", "until": "2026-11-20", "reason": "the server is being fixed"}]}' > gate.json
on() { rm -rf out; SOURCE_DATE_EPOCH=$1 goldpin run mini -q --gate gate.json -t m="openai:m@$URL" -o out > said || echo "exit $?"; head -n 1 said; grep '^rule' said || true; }
on "$(date -u -d '2026-11-20T23:59:59Z' +%s)"
on "$(date -u -d '2026-11-21T00:00:00Z' +%s)"
field out/results.json '/gate/rules/*' name passed text
--- stdout
$ mini "$(one_case good '1 + 1' 2), $(one_case bad '1 + 2' 4)"
$ server
$ echo '{"quarantine": [{"trial": "bad", "until": "2026-11-20", "reason": "the server is being fixed"}]}' > gate.json
$ on() { rm -rf out; SOURCE_DATE_EPOCH=$1 goldpin run mini -q --gate gate.json -t m="openai:m@$URL" -o out > said || echo "exit $?"; head -n 1 said; grep '^rule' said || true; }
$ on "$(date -u -d '2026-11-20T23:59:59Z' +%s)"
Gate passed: 1 of 1 trial passed; goldens: no case has one; 1 trial in quarantine, 1 of them not passed; no trial broke.
$ on "$(date -u -d '2026-11-21T00:00:00Z' +%s)"
exit 1
Gate failed: 1 of 2 trials failed; the quarantine of 1 trial that did not pass is over (mini/bad, until 2026-11-20: the server is being fixed).
$ field out/results.json '/gate/rules/*' name passed text
graded true 2 of 2 trials graded
all-passed false 1 of 2 trials failed
goldens true no case has one
quarantine false the quarantine of 1 trial that did not pass is over (mini/bad, until 2026-11-20: the server is being fixed)
errors true no trial broke
--- stderr
--- exit 0
