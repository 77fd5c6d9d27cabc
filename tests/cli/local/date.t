# What a chat template sees as today is stated by the case, the suite, the target or the fixed default, in this order,
# and never the clock; manifest, report, results, request digest, diff and goldens name it.
pocket
rm golden
LC_ALL=C sed "s/{{ message\['content'\] }}/{{ strftime_now('%F') }}/" suites/smoke/pocket/pocket.gguf > dated.gguf
cmp -s suites/smoke/pocket/pocket.gguf dated.gguf && echo 'the template is as it was'
dated() { goldpin run mini -q -t dated "$@" --fail-under 0 > said || true; field "$2/results.json" '/trials/*' date; }
target() { echo '{"targets": {"dated": {"provider": "local", "model": "dated.gguf"'"$1"'}}}' > goldpin.json; }
case_on() { mini "$(one_case a '1 + 1' 2 | sed "s/{/{$1/")"; sed -i "s/\"cases\"/\"defaults\": {\"golden\": \"exact\"$2}, \"cases\"/" mini/suite.json; }
target ''
case_on '' ''
dated -o plain
env SOURCE_DATE_EPOCH=1800000000 goldpin run mini -q -t dated -o later --fail-under 0 > /dev/null
goldpin diff plain later
field plain/manifest.json '/targets/*/date'
grep -o 'What the chat template sees.*' plain/report.md
goldpin bless plain --failing > /dev/null
field golden/mini/dated/a.json /date
target ', "date": "2025-02-28"'
dated -o of-target
field of-target/results.json '/trials/*/golden' state text
goldpin diff plain of-target || echo "exit $?"
case_on '' ', "date": "2025-03-01"'
dated -o of-suite
field of-suite/manifest.json '/suites/*/date'
case_on '"date": "2025-03-02", ' ', "date": "2025-03-01"'
dated -o of-case
goldpin diff of-suite of-case || echo "exit $?"
--- stdout
$ pocket
$ rm golden
$ LC_ALL=C sed "s/{{ message\['content'\] }}/{{ strftime_now('%F') }}/" suites/smoke/pocket/pocket.gguf > dated.gguf
$ cmp -s suites/smoke/pocket/pocket.gguf dated.gguf && echo 'the template is as it was'
$ dated() { goldpin run mini -q -t dated "$@" --fail-under 0 > said || true; field "$2/results.json" '/trials/*' date; }
$ target() { echo '{"targets": {"dated": {"provider": "local", "model": "dated.gguf"'"$1"'}}}' > goldpin.json; }
$ case_on() { mini "$(one_case a '1 + 1' 2 | sed "s/{/{$1/")"; sed -i "s/\"cases\"/\"defaults\": {\"golden\": \"exact\"$2}, \"cases\"/" mini/suite.json; }
$ target ''
$ case_on '' ''
$ dated -o plain
2024-07-26
$ env SOURCE_DATE_EPOCH=1800000000 goldpin run mini -q -t dated -o later --fail-under 0 > /dev/null
$ goldpin diff plain later
1 the same

$ field plain/manifest.json '/targets/*/date'
2024-07-26
$ grep -o 'What the chat template sees.*' plain/report.md
What the chat template sees as today: 2024-07-26 (the default), where neither case nor suite says otherwise; never the clock.
$ goldpin bless plain --failing > /dev/null
$ field golden/mini/dated/a.json /date
2024-07-26
$ target ', "date": "2025-02-28"'
$ dated -o of-target
2025-02-28
$ field of-target/results.json '/trials/*/golden' state text
stale date changed: accepted for 2024-07-26, now 2025-02-28
$ goldpin diff plain of-target || echo "exit $?"
0 the same, 1 other answers

other answers, same verdict

  mini/a/dated/1
    failed 0.00
    equals-1: expected "2", got "52"; golden stale: date changed: accepted for
      2024-07-26, now 2025-02-28
    answer  [-77-] {+52+}
    date that the chat template saw changed: 2024-07-26 -> 2025-02-28
    request changed: 3db5716ad5f3 -> b82e60a83d3e
    logits changed: de30769da6e3 -> 1dae3f5ea3dd

exit 1
$ case_on '' ', "date": "2025-03-01"'
$ dated -o of-suite
2025-03-01
$ field of-suite/manifest.json '/suites/*/date'
2025-03-01
$ case_on '"date": "2025-03-02", ' ', "date": "2025-03-01"'
$ dated -o of-case
2025-03-02
$ goldpin diff of-suite of-case || echo "exit $?"
0 the same, 1 changed besides

same answers, something else changed

  mini/a/dated/1
    failed 0.00
    equals-1: expected "2", got "53"; golden stale: case changed: accepted for
      c9f7f2bccf11, now 49e41d394987; date changed: accepted for 2024-07-26, now
      2025-03-02
    date that the chat template saw changed: 2025-03-01 -> 2025-03-02
    case changed: 5b96ef1f737a -> 49e41d394987
    request changed: 3321bfe4219c -> d9c13101e75f
    logits changed: 2fc6897fbc87 -> cee0022b7a81

exit 1
--- stderr
--- exit 0
