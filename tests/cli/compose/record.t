# A recording keeps the exchanges of members, and what composites are made of; it plays without a network.
mini "$(case_of open public easy '2 + 2' 4), $(case_of hard internal hard '1 + 1' 2), $(case_of secret regulated easy '1 + 2' 3), $(case_of long public long '3 + 4' 7)"
server
pocket
cat > goldpin.json << END
{"targets": {
  "cloud": {"provider": "openai", "model": "m", "base_url": "$URL", "headers": {"x-secret": "a-header-with-a-secret"}},
  "broken": {"provider": "openai", "model": "m#500", "base_url": "$URL"},
  "house": {"provider": "local", "model": "suites/smoke/pocket/pocket.gguf"},
  "careful": {"provider": "fallback", "members": ["broken", "house"]},
  "pair": {"provider": "refine", "draft": "cloud", "critic": "cloud", "max_rounds": 3, "stop": {"contains": "OK"}},
  "router": {"provider": "route", "rules": [
    {"if": {"sensitivity": "regulated"}, "to": "house"},
    {"if": {"tag": "long"}, "to": "pair"},
    {"if": {"tag": "hard"}, "to": "careful"}], "default": "cloud"}
}}
END
goldpin run mini -q -t router -t house -o out --fail-under 0 --record rec > out.txt
exec 9>&-
mv goldpin.json elsewhere.json
goldpin run mini -q --replay rec -o again --fail-under 0 > again.txt
[ "$(grep fingerprint again.txt)" = "fingerprint $(field again/results.json /fingerprint)" ] && echo 'replayed'
# Only the router was recorded; the house alone computes again where it is asked for.
field again/results.json '/targets/*/name'
part '### Where' out/report.md | grep router > 1
part '### Where' again/report.md | grep router > 2
cmp 1 2 && echo 'same ways'
goldpin diff out again | head -n 1
grep -rl 'a-header-with-a-secret' rec || echo 'no secret'
--- stdout
$ mini "$(case_of open public easy '2 + 2' 4), $(case_of hard internal hard '1 + 1' 2), $(case_of secret regulated easy '1 + 2' 3), $(case_of long public long '3 + 4' 7)"
$ server
$ pocket
$ cat > goldpin.json << END ...
$ goldpin run mini -q -t router -t house -o out --fail-under 0 --record rec > out.txt
$ exec 9>&-
$ mv goldpin.json elsewhere.json
$ goldpin run mini -q --replay rec -o again --fail-under 0 > again.txt
$ [ "$(grep fingerprint again.txt)" = "fingerprint $(field again/results.json /fingerprint)" ] && echo 'replayed'
replayed
$ field again/results.json '/targets/*/name'
router
$ part '### Where' out/report.md | grep router > 1
$ part '### Where' again/report.md | grep router > 2
$ cmp 1 2 && echo 'same ways'
same ways
$ goldpin diff out again | head -n 1
4 the same, 4 only in A
$ grep -rl 'a-header-with-a-secret' rec || echo 'no secret'
no secret
--- stderr
--- exit 0
