# A target that has several parts in a run is described once.
routed
goldpin run mini -q -t router -t house -o out --fail-under 0 > /dev/null
grep '^- Target\|^- Member' out/report.md | sed 's/at `[^`]*`/at URL/'
--- stdout
$ routed
$ goldpin run mini -q -t router -t house -o out --fail-under 0 > /dev/null
$ grep '^- Target\|^- Member' out/report.md | sed 's/at `[^`]*`/at URL/'
- Target `router`: provider route, over `house, careful, cloud`.
- Member `house` of `router`: provider local, model `pocket.gguf`, context 256, KV cache f32.
- Member `careful` of `router`: provider fallback, over `broken, nobody, house`.
- Member `broken` of `careful`: provider openai, model `m#500`, at URL.
- Member `nobody` of `careful`: provider openai, model `m`, at URL.
- Member `house` of `careful`: the same as above.
- Member `cloud` of `router`: provider openai, model `m`, at URL.
- Target `house`: the same as above.
--- stderr
--- exit 0
