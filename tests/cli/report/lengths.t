# Markdown in three lengths; the summary stands in the bundle too, and is short where all is well.
server
mini "$(one_case a '1 + 1' 2)"
goldpin run mini -q -t "openai:m@$URL" -o out --summary copy.md > out.txt
cmp copy.md out/summary.md
goldpin report out --markdown-length summary | cmp - out/summary.md
goldpin report out --markdown-length report | cmp - out/report.md
[ "$(wc -l < out/summary.md)" -le 20 ] && cut -d'|' -f1-3,5-7 out/summary.md
goldpin report out --markdown-length long || echo "exit $?"
--- stdout
$ server
$ mini "$(one_case a '1 + 1' 2)"
$ goldpin run mini -q -t "openai:m@$URL" -o out --summary copy.md > out.txt
$ cmp copy.md out/summary.md
$ goldpin report out --markdown-length summary | cmp - out/summary.md
$ goldpin report out --markdown-length report | cmp - out/report.md
$ [ "$(wc -l < out/summary.md)" -le 20 ] && cut -d'|' -f1-3,5-7 out/summary.md
## goldpin report: mini 1, 2026-11-20

**Gate passed: 1 of 1 trial passed; goldens: no case has one; no trial broke.**

### Targets

| Target | Claim | Passed | Pass rate [95%], 0 to 100% | Score [95%] 
| :-- | :-- | --: | --: | --: 
| `openai-m` | statistical | 1 of 1 | 100% [21%, 100%] `··├────────●` | 1.00 [0.21, 1.00] 
$ goldpin report out --markdown-length long || echo "exit $?"
exit 2
--- stderr
$ goldpin report out --markdown-length long || echo "exit $?"
goldpin: --markdown-length must be summary, report or full, not "long"
--- exit 0
