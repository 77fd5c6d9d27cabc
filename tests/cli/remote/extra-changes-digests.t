# Whatever is added to requests is in the fingerprint and in the digests of requests; who is asked where, and by whom, is not.
mini
server
asked() { targets "$2"; goldpin run mini -q -o "$1" > /dev/null; echo "$(field "$1/results.json" /fingerprint) $(field "$1/results.json" '/trials/*/digests/request')" > "$1.said"; }
asked plain '"stream": true'
for m in '"stream": false' '"retry": {"on": ["timeout"], "max": 1}' '"headers": {"X-Api-Key": "k-0123456789", "X-Gateway-Token": "t-0123456789", "Cookie": "c-0123456789", "User-Agent": "u-0123456789"}' '"extra": {}' '"timeout": {"total_s": 50}'; do asked "same-$((n = ${n-0} + 1))" "$m"; cmp plain.said "same-$n.said" && echo "the same: $m"; done
for m in '"extra": {"think": true}' '"extra": {"think": false}' '"extra": {"seed": null}' '"extra": {"reasoning_effort": "low", "user": "a"}' '"headers": {"OpenAI-Beta": "x-0123456789"}' '"headers": {"OpenAI-Beta": "y-0123456789"}'; do asked "other-$((k = ${k-0} + 1))" "$m"; done
cat plain.said other-*.said | tr ' ' '\n' | sort | uniq -c | wc -l
targets '"extra": {"user": "a", "reasoning_effort": "low"}'
goldpin run mini -q -o ordered > /dev/null
goldpin diff other-4 ordered
for b in other-1 other-3 other-5; do goldpin diff plain $b || echo "exit $?"; done
goldpin diff other-1 other-2 || echo "exit $?"
targets '"sampling": {"temperature": 0.5}, "reasoning": "none"'
goldpin run mini -q -o sampled > /dev/null
goldpin diff other-1 sampled || echo "exit $?"
field other-5/manifest.json '/targets/*/headers'
grep -o 'Headers sent.*' other-5/report.md
grep -l -r 0123456789 same-* other-* || true
--- stdout
$ mini
$ server
$ asked() { targets "$2"; goldpin run mini -q -o "$1" > /dev/null; echo "$(field "$1/results.json" /fingerprint) $(field "$1/results.json" '/trials/*/digests/request')" > "$1.said"; }
$ asked plain '"stream": true'
$ for m in '"stream": false' '"retry": {"on": ["timeout"], "max": 1}' '"headers": {"X-Api-Key": "k-0123456789", "X-Gateway-Token": "t-0123456789", "Cookie": "c-0123456789", "User-Agent": "u-0123456789"}' '"extra": {}' '"timeout": {"total_s": 50}'; do asked "same-$((n = ${n-0} + 1))" "$m"; cmp plain.said "same-$n.said" && echo "the same: $m"; done
the same: "stream": false
the same: "retry": {"on": ["timeout"], "max": 1}
the same: "headers": {"X-Api-Key": "k-0123456789", "X-Gateway-Token": "t-0123456789", "Cookie": "c-0123456789", "User-Agent": "u-0123456789"}
the same: "extra": {}
the same: "timeout": {"total_s": 50}
$ for m in '"extra": {"think": true}' '"extra": {"think": false}' '"extra": {"seed": null}' '"extra": {"reasoning_effort": "low", "user": "a"}' '"headers": {"OpenAI-Beta": "x-0123456789"}' '"headers": {"OpenAI-Beta": "y-0123456789"}'; do asked "other-$((k = ${k-0} + 1))" "$m"; done
$ cat plain.said other-*.said | tr ' ' '\n' | sort | uniq -c | wc -l
14
$ targets '"extra": {"user": "a", "reasoning_effort": "low"}'
$ goldpin run mini -q -o ordered > /dev/null
$ goldpin diff other-4 ordered
1 the same

$ for b in other-1 other-3 other-5; do goldpin diff plain $b || echo "exit $?"; done
0 the same, 1 changed besides

target t
  extra: not given -> {"think":true}

same answers, something else changed

  mini/sum/t/1
    passed 1.00
    request changed: 45ddbbf01f42 -> 1a09baeebc5e

exit 1
0 the same, 1 changed besides

target t
  extra: not given -> {"seed":null}

same answers, something else changed

  mini/sum/t/1
    passed 1.00
    request changed: 45ddbbf01f42 -> ca8420a727d5

exit 1
0 the same, 1 changed besides

target t
  headers: not given -> {"openai-beta":"HEX…

same answers, something else changed

  mini/sum/t/1
    passed 1.00
    request changed: 45ddbbf01f42 -> af64db2b8ede

exit 1
$ goldpin diff other-1 other-2 || echo "exit $?"
0 the same, 1 changed besides

target t
  extra.think: true -> false

same answers, something else changed

  mini/sum/t/1
    passed 1.00
    request changed: 1a09baeebc5e -> 101d85d2c8d8

exit 1
$ targets '"sampling": {"temperature": 0.5}, "reasoning": "none"'
$ goldpin run mini -q -o sampled > /dev/null
$ goldpin diff other-1 sampled || echo "exit $?"
0 the same, 1 changed besides

target t
  extra: {"think":true} -> not given
  sampling.temperature: null -> 0.5
  reasoning: not given -> "none"

same answers, something else changed

  mini/sum/t/1
    passed 1.00
    request changed: 1a09baeebc5e -> 56e508b93bc0

exit 1
$ field other-5/manifest.json '/targets/*/headers'
{"openai-beta":"HEX"}
$ grep -o 'Headers sent.*' other-5/report.md
Headers sent that may change what is asked, with the SHA-256 of their values: `{"openai-beta":"HEX"}`.
$ grep -l -r 0123456789 same-* other-* || true
--- stderr
--- exit 0
